package dev.catchment.broker;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.contract.plan.TypeDocument;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a plan into its two buckets: only what differs, first what others need (settings, types, filters, then sources
 * and destinations), removals in reverse, the completeness marker last. Not for several threads at once, and never two
 * in one hub: the elected operator is the only writer. Every write names the revision that it replaces, so that a former
 * leader that still writes changes nothing.
 */
public final class PlanPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PlanPublisher.class);
    private static final int FULL = 10077;
    private static final byte[] MARKER = "{\"contract\":1}".getBytes(StandardCharsets.UTF_8);

    private final Connection connection;
    private final Subjects names;
    private final Map<Plane, Map<String, Written>> written = new EnumMap<>(Plane.class);
    private final Map<Plane, BucketTrace> traces = new EnumMap<>(Plane.class);

    /** Bytes under a key, and the bucket's revision that they have. */
    private record Written(byte[] json, long revision) {}

    public PlanPublisher(Connection connection, Subjects names) {
        this.connection = connection;
        this.names = names;
    }

    /** The plan as it lies in the buckets; a document that cannot be read is left out and logged. */
    public Map<String, PlanDocument> read() throws IOException, JetStreamApiException, InterruptedException {
        Map<String, PlanDocument> documents = new TreeMap<>();
        for (Plane plane : Plane.values()) {
            for (Map.Entry<String, Written> entry : load(plane).entrySet()) {
                if (!entry.getKey().equals(Subjects.PLAN_COMPLETE)) {
                    parse(entry.getKey(), entry.getValue().json()).ifPresent(d -> documents.put(d.key(), d));
                }
            }
        }
        return documents;
    }

    /**
     * Makes the buckets hold exactly these documents. After an exception a part may be written; the next call reads
     * the buckets again and completes it.
     *
     * @return revision of each document's entry in its bucket, by key: what an instance must report as applied
     */
    public Map<String, Long> publish(Collection<PlanDocument> documents)
            throws IOException, JetStreamApiException, InterruptedException {
        Map<String, Long> revisions = new HashMap<>();
        boolean done = false;
        try {
            publish(documents, revisions);
            done = true;
        } finally {
            if (!done) {
                written.clear();
            }
        }
        return revisions;
    }

    /**
     * Whether a bucket still holds what was written here, as far as its stream's state tells; without having read or
     * written it, nothing is known against it.
     */
    public boolean intact(Plane plane, StreamContents contents) {
        BucketTrace trace = traces.get(plane);
        return trace == null || trace.contents().equals(contents);
    }

    /** The last revision of each bucket that is known here. */
    public Map<Plane, Long> lastRevisions() {
        Map<Plane, Long> last = new EnumMap<>(Plane.class);
        traces.forEach((plane, trace) -> last.put(plane, trace.contents().last()));
        return last;
    }

    /** The buckets are read again before the next document is written: somebody else changed them. */
    public void forget() {
        written.clear();
        traces.clear();
    }

    /** Writes the markers once more, upon which every instance says again what it has applied. */
    public void askForReports() throws IOException, JetStreamApiException, InterruptedException {
        for (Plane plane : Plane.values()) {
            Map<String, Written> known = load(plane);
            Written marker = known.remove(Subjects.PLAN_COMPLETE);
            if (marker != null) {
                long revision = connection
                        .keyValue(names.planBucket(plane))
                        .update(Subjects.PLAN_COMPLETE, MARKER, marker.revision());
                known.put(Subjects.PLAN_COMPLETE, new Written(MARKER, revision));
                trace(plane).put(Subjects.PLAN_COMPLETE, revision);
            }
        }
    }

    private void publish(Collection<PlanDocument> documents, Map<String, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        for (Plane plane : Plane.values()) {
            List<PlanDocument> wanted = documents.stream()
                    .filter(d -> d.plane() == plane)
                    .sorted(Comparator.comparingInt((PlanDocument d) -> rank(d.key()))
                            .thenComparing(PlanDocument::key))
                    .toList();
            publish(plane, wanted, revisions);
        }
    }

    private void publish(Plane plane, List<PlanDocument> wanted, Map<String, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        KeyValue bucket = connection.keyValue(names.planBucket(plane));
        Map<String, Written> known = load(plane);
        Set<String> stale = new TreeSet<>(known.keySet());
        stale.remove(Subjects.PLAN_COMPLETE);
        wanted.forEach(document -> stale.remove(document.key()));
        try {
            put(plane, bucket, known, wanted, revisions);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != FULL || stale.isEmpty()) {
                throw e;
            }
            // what is removed makes room
            remove(plane, bucket, known, stale);
            put(plane, bucket, known, wanted, revisions);
        }
        remove(plane, bucket, known, stale);
        put(plane, bucket, known, Subjects.PLAN_COMPLETE, MARKER);
    }

    private void put(
            Plane plane,
            KeyValue bucket,
            Map<String, Written> known,
            List<PlanDocument> wanted,
            Map<String, Long> revisions)
            throws IOException, JetStreamApiException {
        for (PlanDocument document : wanted) {
            revisions.put(document.key(), put(plane, bucket, known, document.key(), document.toJson()));
        }
    }

    private void remove(Plane plane, KeyValue bucket, Map<String, Written> known, Set<String> stale)
            throws IOException, JetStreamApiException {
        List<String> gone = stale.stream()
                .sorted(Comparator.comparingInt(PlanPublisher::rank).reversed().thenComparing(k -> k))
                .toList();
        for (String key : gone) {
            Written before = known.get(key);
            if (before != null) {
                bucket.delete(key, before.revision());
                known.remove(key);
                trace(plane).removed(key);
            }
        }
    }

    private long put(Plane plane, KeyValue bucket, Map<String, Written> known, String key, byte[] json)
            throws IOException, JetStreamApiException {
        Written before = known.get(key);
        if (before != null && Arrays.equals(before.json(), json)) {
            return before.revision();
        }
        // Fails if somebody else wrote meanwhile: a former leader must not overwrite its successor's plan.
        long revision = before == null ? bucket.create(key, json) : bucket.update(key, json, before.revision());
        known.put(key, new Written(json, revision));
        trace(plane).put(key, revision);
        return revision;
    }

    private BucketTrace trace(Plane plane) {
        return traces.computeIfAbsent(plane, _ -> new BucketTrace(0));
    }

    private Map<String, Written> load(Plane plane) throws IOException, JetStreamApiException, InterruptedException {
        Map<String, Written> known = written.get(plane);
        if (known == null) {
            known = new HashMap<>();
            KeyValue bucket = connection.keyValue(names.planBucket(plane));
            BucketTrace trace = new BucketTrace(
                    bucket.getStatus().getBackingStreamInfo().getStreamState().getLastSequence());
            for (KeyValueEntry entry : KvSnapshot.readAll(bucket).values()) {
                trace.found(entry);
                if (entry.getOperation() == KeyValueOperation.PUT) {
                    known.put(entry.getKey(), new Written(entry.getValue(), entry.getRevision()));
                }
            }
            written.put(plane, known);
            traces.put(plane, trace);
        }
        return known;
    }

    private static Optional<PlanDocument> parse(String key, byte[] json) {
        try {
            return Optional.of(PlanDocument.parse(key, json));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .log("plan document cannot be read back and is not kept: {}", e.toString());
            return Optional.empty();
        }
    }

    /** What others need comes first. */
    private static int rank(String key) {
        int dot = key.indexOf('.');
        return switch (dot < 0 ? key : key.substring(0, dot)) {
            case TypeDocument.KIND -> 1;
            case FilterDocument.KIND -> 2;
            case SourceDocument.KIND -> 3;
            case DestinationDocument.KIND -> 4;
            default -> 0;
        };
    }
}
