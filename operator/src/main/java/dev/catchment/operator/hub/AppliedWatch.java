package dev.catchment.operator.hub;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the instances of the planes say they have applied. */
final class AppliedWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppliedWatch.class);
    private static final Duration FIRST = Duration.ofSeconds(5);
    /** A Pod that is gone from the API may still be about to write; after this time it is not. */
    private static final Duration GONE = Duration.ofMinutes(10);

    private final KeyValue bucket;
    private final Consumer<Map<Plane, Map<String, AppliedReport>>> changed;
    private final Map<String, Entry> entries = new HashMap<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final BucketWatch watch;
    private boolean complete;

    private record Entry(Plane plane, AppliedReport report, Instant written) {}

    /** @param changed gets all reports by plane and instance, from a thread of the connection */
    AppliedWatch(Connection connection, Subjects names, Consumer<Map<Plane, Map<String, AppliedReport>>> changed)
            throws IOException, JetStreamApiException, InterruptedException {
        this.bucket = connection.keyValue(names.appliedBucket());
        this.changed = changed;
        this.watch = new BucketWatch(bucket, this::take, this::completed);
    }

    private void take(KeyValueEntry entry) {
        if (entry.getKey().equals(Subjects.CLAIM)) {
            return;
        }
        Map<Plane, Map<String, AppliedReport>> all;
        synchronized (this) {
            if (entry.getOperation() == KeyValueOperation.PUT) {
                read(entry);
            } else {
                entries.remove(entry.getKey());
            }
            all = byPlane();
            if (!complete) {
                return;
            }
        }
        changed.accept(all);
    }

    private void completed() {
        Map<Plane, Map<String, AppliedReport>> all;
        synchronized (this) {
            complete = true;
            all = byPlane();
        }
        changed.accept(all);
        first.countDown();
    }

    /** Waits a moment until what is there is known, so that nobody is taken to have applied nothing. */
    void awaitFirst() throws InterruptedException {
        if (!first.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("what the planes applied is not known yet");
        }
    }

    private void read(KeyValueEntry entry) {
        for (Plane plane : Plane.values()) {
            if (entry.getKey().startsWith(Subjects.appliedKey(plane, ""))) {
                try {
                    AppliedReport report = ContractJson.DOCUMENTS.readValue(entry.getValue(), AppliedReport.class);
                    entries.put(
                            entry.getKey(),
                            new Entry(plane, report, entry.getCreated().toInstant()));
                } catch (IOException e) {
                    LOG.atWarn().addKeyValue("key", entry.getKey()).log("report cannot be read: {}", e.toString());
                }
            }
        }
    }

    private Map<Plane, Map<String, AppliedReport>> byPlane() {
        Map<Plane, Map<String, AppliedReport>> all = new EnumMap<>(Plane.class);
        entries.values().forEach(e -> all.computeIfAbsent(e.plane(), p -> new TreeMap<>())
                .put(e.report().instance(), e.report()));
        return all;
    }

    /** Removes the reports of instances that are gone for good, which nobody else does. */
    void removeGone(Set<String> pods, Instant now) throws IOException, JetStreamApiException {
        Set<String> gone = new HashSet<>();
        synchronized (this) {
            entries.forEach((key, entry) -> {
                if (!pods.contains(entry.report().instance())
                        && entry.written().plus(GONE).isBefore(now)) {
                    gone.add(key);
                }
            });
        }
        for (String key : gone) {
            bucket.delete(key);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
