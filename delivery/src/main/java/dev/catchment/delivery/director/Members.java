package dev.catchment.delivery.director;

import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instances of the plane are alive: each rewrites its key, and one whose key stands still is gone. Only shares
 * depend on it, never who may write.
 */
final class Members {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final KeyValue bucket;
    private final String instance;
    private final LongSupplier ticker;
    private final Map<String, LeaseWatch> watches = new HashMap<>();
    private long written;
    private boolean ever;
    private int alive = 1;

    Members(KeyValue bucket, String instance, LongSupplier ticker) {
        this.bucket = bucket;
        this.instance = instance;
        this.ticker = ticker;
    }

    /** Live instances, this one included. */
    int count() {
        return alive;
    }

    void beat() throws IOException, JetStreamApiException, InterruptedException {
        long now = ticker.getAsLong();
        if (ever && now - written < EVERY.toNanos()) {
            return;
        }
        bucket.put(Subjects.memberKey(instance), Long.toString(now).getBytes(StandardCharsets.UTF_8));
        written = now;
        ever = true;
        List<String> keys = bucket.keys(Subjects.memberKeys());
        watches.keySet().retainAll(keys);
        int count = 1;
        for (String key : keys) {
            KeyValueEntry entry = key.equals(Subjects.memberKey(instance)) ? null : bucket.get(key);
            if (entry != null) {
                LeaseWatch watch = watches.computeIfAbsent(key, k -> new LeaseWatch());
                if (!watch.expired(entry.getRevision(), now)) {
                    count++;
                } else if (watch.stillFor(now).compareTo(FORGOTTEN) > 0) {
                    bucket.delete(key, entry.getRevision());
                }
            }
        }
        alive = count;
    }

    void leave() {
        try {
            bucket.delete(Subjects.memberKey(instance));
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.debug("left without saying so: {}", e.toString());
        }
    }
}
