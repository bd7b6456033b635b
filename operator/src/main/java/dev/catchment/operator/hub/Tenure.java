package dev.catchment.operator.hub;

import dev.catchment.broker.ClaimedElsewhereException;
import dev.catchment.broker.HubSpec;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a hub is held over time: by one {@link Holding} after another, a new one for another connection, another spec, and
 * after somebody else changed what the operator follows or writes. One thread at a time.
 */
final class Tenure implements AutoCloseable {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    private final HubId hub;
    private final Claimant claimant;
    private final Runnable connected;
    private final Holding.Listeners listeners;
    private volatile @Nullable BrokerLink link;
    private @Nullable Held held;
    private @Nullable Elsewhere elsewhere;
    private Map<Plane, Long> revisions = Map.of();
    private final List<String> repaired = new ArrayList<>();
    private boolean otherWrote;

    private record Held(long connection, Holding holding) {}

    /** Another cluster holds the hub, as was seen at this time over this connection. */
    private record Elsewhere(long connection, long seen, ClaimedElsewhereException why) {}

    /** @param connected called when NATS is there (again) */
    Tenure(HubId hub, Claimant claimant, Runnable connected, Holding.Listeners listeners) {
        this.hub = hub;
        this.claimant = claimant;
        this.connected = connected;
        this.listeners = listeners;
    }

    /** The connection in use; other servers or credentials mean another one. */
    BrokerLink link(BrokerAccess access) {
        BrokerLink current = link;
        if (current == null || !current.access().equals(access)) {
            close();
            current = new BrokerLink(access, "catchment-operator " + hub, connected);
            link = current;
        }
        return current;
    }

    /** Whether NATS is there; for any thread. */
    boolean connected() {
        BrokerLink current = link;
        return current != null && current.connected();
    }

    /**
     * Holds the hub, and looks whether all is as it should be if it is time to.
     *
     * @param workspace uid of the Workspace
     * @throws ClaimedElsewhereException if another cluster holds it
     */
    Holding hold(BrokerAccess access, HubSpec spec, String workspace)
            throws IOException, JetStreamApiException, InterruptedException, ClaimedElsewhereException {
        BrokerLink current = link(access);
        Connection connection = current.require();
        long times = current.times();
        Elsewhere other = elsewhere;
        if (other != null
                && other.connection() == times
                && System.nanoTime() - other.seen() < claimant.every().toNanos()) {
            throw other.why();
        }
        try {
            Held present = held;
            if (present != null
                    && present.connection() == times
                    && present.holding().spec().equals(spec)
                    && upToDate(present.holding())) {
                return present.holding();
            }
            boolean reportsAreGone = present != null && present.holding().reportsAreGone();
            letGo();
            Holding made = new Holding(connection, spec, claimant.claim(workspace), revisions, listeners);
            held = new Held(times, made);
            elsewhere = null;
            note(made);
            if (made.usable() && (reportsAreGone || made.reportsAreGone())) {
                made.publisher().askForReports();
            }
            return made;
        } catch (ClaimedElsewhereException e) {
            letGo();
            elsewhere = new Elsewhere(times, System.nanoTime(), e);
            throw e;
        }
    }

    private boolean upToDate(Holding holding)
            throws IOException, JetStreamApiException, InterruptedException, ClaimedElsewhereException {
        if (holding.untilLook(claimant.every()).isPositive()) {
            return true;
        }
        Holding.Look look = holding.look();
        note(holding);
        if (look == Holding.Look.OTHER_PLAN) {
            repaired.add("The plan was changed by somebody else and is as it should be again.");
        }
        return look == Holding.Look.SAME;
    }

    private void note(Holding holding) {
        repaired.addAll(holding.repaired());
        otherWrote |= holding.takenFromAnother();
    }

    /** How long until it is to be held again at the latest. */
    Duration untilLook() {
        Held current = held;
        Duration left = current == null ? claimant.every() : current.holding().untilLook(claimant.every());
        return left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
    }

    /** Whether another cluster held the hub when it was last looked at. */
    boolean isElsewhere() {
        return elsewhere != null;
    }

    /** What is held now, if anything is. */
    @Nullable Holding holding() {
        Held current = held;
        return current == null ? null : current.holding();
    }

    /** Whether another operator has written to the hub since this was last asked. */
    boolean otherWrote() {
        boolean was = otherWrote;
        otherWrote = false;
        return was;
    }

    /** What was not as it should be and was repaired since this was last asked. */
    List<String> repaired() {
        List<String> all = List.copyOf(repaired);
        repaired.clear();
        return all;
    }

    /** The next time, everything is looked at. */
    void letGo() {
        Held current = held;
        held = null;
        if (current != null) {
            revisions = current.holding().publisher().lastRevisions();
            current.holding().close();
        }
    }

    @Override
    public void close() {
        letGo();
        elsewhere = null;
        BrokerLink current = link;
        link = null;
        if (current != null) {
            current.close();
        }
    }
}
