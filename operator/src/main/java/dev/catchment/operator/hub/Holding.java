package dev.catchment.operator.hub;

import dev.catchment.broker.Claim;
import dev.catchment.broker.ClaimedElsewhereException;
import dev.catchment.broker.Claims;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.broker.Provisioning;
import dev.catchment.broker.StreamContents;
import dev.catchment.broker.StreamRefusal;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.operator.status.Reason;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hub's streams and buckets, held over one connection: claimed for this cluster, made as they should be, followed, and
 * looked at again from time to time. One thread at a time.
 */
final class Holding implements AutoCloseable {
    private final Connection connection;
    private final HubSpec spec;
    private final Subjects names;
    private final Provisioner provisioner;
    private final PlanPublisher publisher;
    private final Claim claim;
    private @Nullable Claims claims;
    private @Nullable AppliedWatch applied;
    private @Nullable CountsWatch counts;
    private Claims.Former former = Claims.Former.OWN;
    private Provisioning found;
    private long looked = System.nanoTime();

    /** Who hears what the planes write; all are called from threads of the connection. */
    record Listeners(
            Consumer<Map<Plane, Map<String, AppliedReport>>> reports,
            Consumer<Map<String, SourceCounts>> counts,
            BiConsumer<Integer, Map<String, DestinationTotals>> delivered,
            Consumer<SortedMap<Integer, PartitionHealth>> partitions) {}

    /** What another look found. */
    enum Look {
        /** All is as it was left, or is so again. */
        SAME,
        /** The plan was changed by somebody else. */
        OTHER_PLAN,
        /** Something that is followed was made anew: this holding has to be made anew, too. */
        OTHER_BUCKETS
    }

    /**
     * Claims the hub and makes its streams and buckets.
     *
     * @param revisions the last ones of the plan buckets that are known
     * @throws ClaimedElsewhereException if another cluster holds them: nothing was written then
     */
    Holding(Connection connection, HubSpec spec, Claim claim, Map<Plane, Long> revisions, Listeners listeners)
            throws IOException, JetStreamApiException, InterruptedException, ClaimedElsewhereException {
        this.connection = connection;
        this.spec = spec;
        this.claim = claim;
        names = new Subjects(spec.id());
        provisioner = new Provisioner(connection, spec);
        publisher = new PlanPublisher(connection, names);
        found = provision(revisions);
        if (usable()) {
            AppliedWatch reports = new AppliedWatch(connection, names, listeners.reports());
            applied = reports;
            counts = new CountsWatch(
                    connection, names, listeners.counts(), listeners.delivered(), listeners.partitions());
            reports.awaitFirst();
        }
    }

    private Provisioning provision(Map<Plane, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException, ClaimedElsewhereException {
        Provisioning first = provisioner.createApplied();
        if (first.lacks(Subjects.streamOf(names.appliedBucket()))) {
            return first;
        }
        Claims held = claims == null ? new Claims(connection, names, claim) : claims;
        claims = held;
        former = held.renew();
        return first.and(provisioner.ensure(revisions));
    }

    Connection connection() {
        return connection;
    }

    HubSpec spec() {
        return spec;
    }

    PlanPublisher publisher() {
        return publisher;
    }

    /** Whether another operator held the hub before: what is remembered of its plan may be out of date. */
    boolean takenFromAnother() {
        return former == Claims.Former.OTHER;
    }

    /** Whether the buckets are there without which there is no plan. */
    boolean usable() {
        return claims != null && followed().noneMatch(found::lacks);
    }

    private Stream<String> followed() {
        return Stream.of(
                        names.planBucket(Plane.INGEST),
                        names.planBucket(Plane.DELIVERY),
                        names.appliedBucket(),
                        names.countsBucket())
                .map(Subjects::streamOf);
    }

    /** Whether the instances' reports went with their bucket. */
    boolean reportsAreGone() {
        return found.created().contains(Subjects.streamOf(names.appliedBucket()));
    }

    List<Fault> faults() {
        return found.refused().stream()
                .map(r -> new Fault(reason(r.cause()), r.message() + "."))
                .toList();
    }

    /** What was not as it should be when it was last looked at. */
    List<String> repaired() {
        List<String> sentences = new ArrayList<>();
        found.created()
                .forEach(s -> sentences.add("Stream " + s + " was gone and was made anew, without what it held."));
        found.changed()
                .forEach(s -> sentences.add("Stream " + s + " had another configuration and has its own again."));
        return sentences;
    }

    private static Reason reason(StreamRefusal.Cause cause) {
        return switch (cause) {
            case CONFIGURATION -> Reason.STREAMS_REFUSED;
            case STORAGE -> Reason.INSUFFICIENT_STORAGE;
            case PERMISSION -> Reason.BROKER_PERMISSION_DENIED;
        };
    }

    /** How long until it is to be looked at again. */
    Duration untilLook(Duration every) {
        return every.minusNanos(System.nanoTime() - looked);
    }

    /**
     * Renews the claim, then compares everything with what it should be and repairs it; without a difference the claim
     * is all that is written.
     */
    Look look() throws IOException, JetStreamApiException, InterruptedException, ClaimedElsewhereException {
        looked = System.nanoTime();
        found = provision(publisher.lastRevisions());
        if (followed().anyMatch(found.created()::contains) || usable() != (applied != null)) {
            return Look.OTHER_BUCKETS;
        }
        boolean same = !usable() || (Stream.of(Plane.values()).allMatch(this::intact) && !takenFromAnother());
        return same ? Look.SAME : Look.OTHER_PLAN;
    }

    private boolean intact(Plane plane) {
        StreamContents contents = found.contents().get(Subjects.streamOf(names.planBucket(plane)));
        return contents == null || publisher.intact(plane, contents);
    }

    /** Tidies away the reports of instances whose Pods are gone, and folds what they counted. */
    void removeGone(Set<String> pods, Instant now, Duration gone) throws IOException, JetStreamApiException {
        if (applied != null && counts != null) {
            applied.removeGone(pods, now);
            counts.fold(pods, now.minus(gone));
        }
    }

    @Override
    public void close() {
        if (applied != null) {
            applied.close();
        }
        if (counts != null) {
            counts.close();
        }
    }
}
