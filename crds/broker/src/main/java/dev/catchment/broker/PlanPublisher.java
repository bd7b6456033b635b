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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a plan into its two buckets: only what differs, first what others need (settings, types, filters, then sources
 * and destinations), removals in reverse, the completeness marker last. A document that it was given before is not looked
 * into again. Not for several threads at once, and never two in one hub: the elected operator is the only writer. Every
 * write names the revision that it replaces, so that a former leader that still writes changes nothing.
 */
public final class PlanPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PlanPublisher.class);
    private static final int FULL = 10077;
    private static final byte[] MARKER = "{\"contract\":1}".getBytes(StandardCharsets.UTF_8);

    private final Connection connection;
    private final Subjects names;
    private final Map<Plane, Map<String, Written>> written = new EnumMap<>(Plane.class);
    private final Map<Plane, BucketTrace> traces = new EnumMap<>(Plane.class);
    private long writes;
    private long removals;

    /**
     * Bytes under a key, and the bucket's revision that they have.
     *
     * @param document what they say; null if they cannot be read, or are the marker
     * @param exact whether the document gives these very bytes; those of another version's writer may say more
     */
    private record Written(
            byte[] json, long revision, @Nullable PlanDocument document, boolean exact) {}

    public PlanPublisher(Connection connection, Subjects names) {
        this.connection = connection;
        this.names = names;
    }

    /** The plan as it lies in the buckets; a document that cannot be read is left out and logged. */
    public Map<String, PlanDocument> read() throws IOException, JetStreamApiException, InterruptedException {
        Map<String, PlanDocument> documents = new TreeMap<>();
        for (Plane plane : Plane.values()) {
            load(plane).forEach((key, entry) -> {
                if (entry.document() != null) {
                    documents.put(key, entry.document());
                }
            });
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

    /** How many documents and markers it has written so far. */
    public long written() {
        return writes;
    }

    /** How many documents it has removed so far. */
    public long removed() {
        return removals;
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
                writes++;
                known.put(Subjects.PLAN_COMPLETE, new Written(MARKER, revision, null, true));
                trace(plane).put(Subjects.PLAN_COMPLETE, revision);
            }
        }
    }

    private void publish(Collection<PlanDocument> documents, Map<String, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        for (Plane plane : Plane.values()) {
            publish(plane, documents, revisions);
        }
    }

    private void publish(Plane plane, Collection<PlanDocument> documents, Map<String, Long> revisions)
            throws IOException, JetStreamApiException, InterruptedException {
        KeyValue bucket = connection.keyValue(names.planBucket(plane));
        Map<String, Written> known = load(plane);
        Set<String> stale = new TreeSet<>(known.keySet());
        stale.remove(Subjects.PLAN_COMPLETE);
        List<PlanDocument> others = new ArrayList<>();
        for (PlanDocument document : documents) {
            if (document.plane() == plane) {
                String key = document.key();
                stale.remove(key);
                Written before = known.get(key);
                if (before != null && before.exact() && before.document() == document) {
                    revisions.put(key, before.revision());
                } else {
                    others.add(document);
                }
            }
        }
        others.sort(Comparator.comparingInt((PlanDocument d) -> rank(d.key())).thenComparing(PlanDocument::key));
        try {
            put(plane, bucket, known, others, revisions);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != FULL || stale.isEmpty()) {
                throw e;
            }
            // what is removed makes room
            remove(plane, bucket, known, stale);
            put(plane, bucket, known, others, revisions);
        }
        remove(plane, bucket, known, stale);
        put(plane, bucket, known, Subjects.PLAN_COMPLETE, MARKER, null);
    }

    private void put(
            Plane plane,
            KeyValue bucket,
            Map<String, Written> known,
            List<PlanDocument> wanted,
            Map<String, Long> revisions)
            throws IOException, JetStreamApiException {
        for (PlanDocument document : wanted) {
            revisions.put(document.key(), put(plane, bucket, known, document.key(), document.toJson(), document));
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
                removals++;
                known.remove(key);
                trace(plane).removed(key);
            }
        }
    }

    private long put(
            Plane plane,
            KeyValue bucket,
            Map<String, Written> known,
            String key,
            byte[] json,
            @Nullable PlanDocument document)
            throws IOException, JetStreamApiException {
        Written before = known.get(key);
        if (before != null && Arrays.equals(before.json(), json)) {
            known.put(key, new Written(before.json(), before.revision(), document, true));
            return before.revision();
        }
        // Fails if somebody else wrote meanwhile: a former leader must not overwrite its successor's plan.
        long revision = before == null ? bucket.create(key, json) : bucket.update(key, json, before.revision());
        writes++;
        known.put(key, new Written(json, revision, document, true));
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
                    known.put(
                            entry.getKey(),
                            new Written(
                                    entry.getValue(),
                                    entry.getRevision(),
                                    parse(entry.getKey(), entry.getValue()),
                                    false));
                }
            }
            written.put(plane, known);
            traces.put(plane, trace);
        }
        return known;
    }

    private static @Nullable PlanDocument parse(String key, byte[] json) {
        if (key.equals(Subjects.PLAN_COMPLETE)) {
            return null;
        }
        try {
            return PlanDocument.parse(key, json);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .log("plan document cannot be read back and is not kept: {}", e.toString());
            return null;
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
