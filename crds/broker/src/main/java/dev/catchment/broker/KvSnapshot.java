package dev.catchment.broker;

import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a whole bucket in one pass, which a get per key would take minutes for. */
public final class KvSnapshot {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KvSnapshot() {}

    /** The live entries by key. */
    public static Map<String, KeyValueEntry> read(KeyValue bucket)
            throws IOException, JetStreamApiException, InterruptedException {
        Map<String, KeyValueEntry> live = readAll(bucket);
        live.values().removeIf(entry -> entry.getOperation() != KeyValueOperation.PUT);
        return live;
    }

    /** The last entry of each key, those that say that the key was removed among them. */
    static Map<String, KeyValueEntry> readAll(KeyValue bucket)
            throws IOException, JetStreamApiException, InterruptedException {
        Map<String, KeyValueEntry> entries = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(1);
        KeyValueWatcher collect = new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                entries.put(entry.getKey(), entry);
            }

            @Override
            public void endOfData() {
                done.countDown();
            }
        };
        NatsKeyValueWatchSubscription watch = bucket.watchAll(collect);
        try {
            if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("bucket " + bucket.getBucketName() + " was not read within "
                        + PATIENCE.toSeconds() + " s: is NATS reachable?");
            }
        } finally {
            watch.unsubscribe();
        }
        return new TreeMap<>(entries);
    }
}
