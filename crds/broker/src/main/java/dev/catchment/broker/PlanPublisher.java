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
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a plan into its two buckets: only what differs, first what others need (settings, types, filters, then sources
 * and destinations), removals in reverse, the completeness marker last. Not for several threads at once, and never two
 * in one hub: the elected operator is the only writer.
 */
public final class PlanPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PlanPublisher.class);
    private static final byte[] MARKER = "{\"contract\":1}".getBytes(StandardCharsets.UTF_8);

    private final Connection connection;
    private final Subjects names;
    private final Map<Plane, Map<String, Written>> written = new EnumMap<>(Plane.class);

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
        Map<String, Written> stale = new HashMap<>(known);
        stale.remove(Subjects.PLAN_COMPLETE);
        for (PlanDocument document : wanted) {
            byte[] json = document.toJson();
            stale.remove(document.key());
            revisions.put(document.key(), put(bucket, known, document.key(), json));
        }
        List<String> gone = stale.keySet().stream()
                .sorted(Comparator.comparingInt(PlanPublisher::rank).reversed().thenComparing(k -> k))
                .toList();
        for (String key : gone) {
            bucket.delete(key);
            known.remove(key);
        }
        put(bucket, known, Subjects.PLAN_COMPLETE, MARKER);
    }

    private static long put(KeyValue bucket, Map<String, Written> known, String key, byte[] json)
            throws IOException, JetStreamApiException {
        Written before = known.get(key);
        if (before != null && Arrays.equals(before.json(), json)) {
            return before.revision();
        }
        // Fails if somebody else wrote meanwhile: a former leader must not overwrite its successor's plan.
        long revision = before == null ? bucket.create(key, json) : bucket.update(key, json, before.revision());
        known.put(key, new Written(json, revision));
        return revision;
    }

    private Map<String, Written> load(Plane plane) throws IOException, JetStreamApiException, InterruptedException {
        Map<String, Written> known = written.get(plane);
        if (known == null) {
            known = new HashMap<>();
            KeyValue bucket = connection.keyValue(names.planBucket(plane));
            for (Map.Entry<String, KeyValueEntry> entry :
                    KvSnapshot.read(bucket).entrySet()) {
                known.put(
                        entry.getKey(),
                        new Written(
                                entry.getValue().getValue(), entry.getValue().getRevision()));
            }
            written.put(plane, known);
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
