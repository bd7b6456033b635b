package dev.catchment.broker;

import io.nats.client.api.KeyValueEntry;
import java.util.HashSet;
import java.util.Set;

/**
 * What the state of a bucket's stream must be after everything that its only writer did: whoever else wrote, removed or
 * purged something shows by another state, without a key being read. A key that was removed leaves a message behind.
 */
final class BucketTrace {
    private final Set<String> keys = new HashSet<>();
    private long last;

    BucketTrace(long last) {
        this.last = last;
    }

    void found(KeyValueEntry entry) {
        put(entry.getKey(), entry.getRevision());
    }

    void put(String key, long revision) {
        keys.add(key);
        last = Math.max(last, revision);
    }

    void removed(String key) {
        keys.add(key);
        last++;
    }

    StreamContents contents() {
        return new StreamContents(last, keys.size());
    }
}
