package dev.catchment.delivery;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.PlanWatcher;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.director.DirectorContext;
import dev.catchment.delivery.director.LeaseKeeper;
import dev.catchment.delivery.http.Deadlines;
import dev.catchment.delivery.plan.PlanInForce;
import dev.catchment.delivery.token.TokenStore;
import dev.catchment.delivery.token.Tokens;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running delivery plane: follows the plan, owns its share of the partitions, and delivers. Needs the hub's streams
 * and buckets to exist; waits for the rest.
 */
public final class DeliveryPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPlane.class);
    private static final Duration BACKLOG_KEPT = Duration.ofHours(24);

    private final Connection connection;
    private final PlanWatcher watcher;
    private final LeaseKeeper keeper;
    private final Deadlines deadlines;
    private final OutboundInForce outbound;
    private final AdminServer admin;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DeliveryPlane(
            DeliveryConfig config,
            Connection connection,
            Function<RetryTier, Duration> retryDelays,
            Duration backlogKept,
            Runnable beforeListening)
            throws IOException, JetStreamApiException, InterruptedException {
        this.connection = connection;
        Subjects names = new Subjects(config.hub());
        Sealer sealer = new Sealer(config.workspaceKey());
        PlanInForce plan = new PlanInForce(sealer);
        Clock clock = Clock.systemUTC();
        deadlines = new Deadlines();
        outbound = new OutboundInForce(deadlines, clock);
        plan.follow(outbound);
        watcher = PlanWatcher.start(connection, names, Plane.DELIVERY, config.instance(), plan);
        DirectorContext context = new DirectorContext(
                connection,
                names,
                plan,
                () -> settings(plan),
                outbound::client,
                new Tokens(new TokenStore(connection, names, sealer), outbound::client, clock),
                retryDelays,
                clock,
                System::nanoTime,
                backlogKept);
        keeper = new LeaseKeeper(context, config.instance());
        beforeListening.run();
        admin = AdminServer.start(config.host(), config.adminPort(), keeper, this::notReady);
        thread = Thread.ofVirtual().name("leases").start(() -> {
            if (awaitPlan()) {
                keeper.run();
            }
        });
    }

    /**
     * Starts to deliver.
     *
     * @throws IOException if NATS does not answer or the hub's buckets do not exist; the message says what
     */
    public static DeliveryPlane start(DeliveryConfig config) throws IOException, InterruptedException {
        return start(config, () -> {});
    }

    /**
     * As {@link #start(DeliveryConfig)}.
     *
     * @param beforeListening called when the hub is there
     */
    static DeliveryPlane start(DeliveryConfig config, Runnable beforeListening)
            throws IOException, InterruptedException {
        return start(config, RetryTier::delay, BACKLOG_KEPT, beforeListening);
    }

    /**
     * With other times. For tests.
     *
     * @param retryDelays of the retry tiers
     * @param backlogKept how long the log is kept for a deleted destination
     */
    static DeliveryPlane start(DeliveryConfig config, Function<RetryTier, Duration> retryDelays, Duration backlogKept)
            throws IOException, InterruptedException {
        return start(config, retryDelays, backlogKept, () -> {});
    }

    private static DeliveryPlane start(
            DeliveryConfig config,
            Function<RetryTier, Duration> retryDelays,
            Duration backlogKept,
            Runnable beforeListening)
            throws IOException, InterruptedException {
        Connection connection = BrokerConnection.open(config.broker(), "delivery " + config.instance());
        try {
            DeliveryPlane plane = new DeliveryPlane(config, connection, retryDelays, backlogKept, beforeListening);
            LOG.atInfo().addKeyValue("adminPort", plane.adminPort()).log("{} started", config);
            return plane;
        } catch (JetStreamApiException e) {
            connection.close();
            throw new IOException(
                    "the streams and buckets of " + config.hub() + " cannot be used: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    public int adminPort() {
        return admin.port();
    }

    /** Whether the plan was read, the partitions have been looked at, and the broker is connected. */
    public boolean ready() {
        return notReady().isEmpty();
    }

    /**
     * Nobody sends requests to a delivery pod: a roll-out waits for it to be ready, and so does what the operator says of
     * the pods that have taken up a plan. The probe's own patience tells an outage from the restart of a server.
     */
    private Optional<String> notReady() {
        if (closed.get()) {
            return Optional.of("going down");
        }
        if (!watcher.complete()) {
            return Optional.of("no plan yet");
        }
        if (!keeper.settled()) {
            return Optional.of("the partitions have not been looked at yet");
        }
        return connection.getStatus() == Connection.Status.CONNECTED
                ? Optional.empty()
                : Optional.of("NATS is " + connection.getStatus());
    }

    /** Stops reading, lets what is in flight end, stores how far it came, and lets go of its partitions. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end(keeper::close);
        }
    }

    /** Ends as a killed process would, as far as the broker can see. For tests. */
    void abandon() {
        if (closed.compareAndSet(false, true)) {
            end(keeper::abandon);
        }
    }

    private void end(Runnable leases) {
        watcher.close();
        // First the flag: the broker's client may swallow an interrupt.
        keeper.stop();
        thread.interrupt();
        try {
            thread.join();
            leases.run();
            admin.close();
            outbound.close();
            deadlines.close();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitPlan() {
        try {
            while (!watcher.complete()) {
                Thread.sleep(20);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static DeliverySettings settings(PlanInForce plan) {
        DeliverySettings settings = plan.settings();
        if (settings == null) {
            throw new IllegalStateException("the plan holds no delivery settings");
        }
        return settings;
    }
}
