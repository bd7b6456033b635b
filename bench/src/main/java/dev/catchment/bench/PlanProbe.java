package dev.catchment.bench;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import io.nats.client.Connection;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatchOption;
import io.nats.client.api.KeyValueWatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sees the documents of delivery's plan change, and what an instance of delivery says that it has in force. */
final class PlanProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Connection connection;
    private final Map<String, Long> revisions = new HashMap<>();
    private long applied;

    PlanProbe(Broker broker, HubId hub, String instance) throws Exception {
        connection = BrokerConnection.open(broker.settings(), "bench");
        Subjects names = new Subjects(hub);
        connection
                .keyValue(names.planBucket(Plane.DELIVERY))
                .watchAll(watcher(this::written), KeyValueWatchOption.UPDATES_ONLY);
        connection
                .keyValue(names.appliedBucket())
                .watch(Subjects.appliedKey(Plane.DELIVERY, instance), watcher(this::reported));
    }

    private static KeyValueWatcher watcher(Consumer<KeyValueEntry> entries) {
        return new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                entries.accept(entry);
            }

            @Override
            public void endOfData() {}
        };
    }

    private synchronized void written(KeyValueEntry entry) {
        revisions.put(entry.getKey(), entry.getRevision());
        notifyAll();
    }

    private synchronized void reported(KeyValueEntry entry) {
        try {
            AppliedReport report = ContractJson.DOCUMENTS.readValue(entry.getValue(), AppliedReport.class);
            if (!report.refused().isEmpty()) {
                throw new IllegalStateException("delivery refused a part of the plan: " + report.refused());
            }
            applied = report.sequence();
            notifyAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The revision that a document has now, as far as it was seen to change. */
    synchronized long revision(String key) {
        return revisions.getOrDefault(key, 0L);
    }

    /** Waits until a later revision of a document is in force. */
    synchronized void awaitInForce(String key, long after) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (revision(key) <= after || applied < revision(key)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException(key + " was not in force within " + PATIENCE.toMinutes() + " minutes");
            }
            wait(Math.max(1, left / 1_000_000));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
