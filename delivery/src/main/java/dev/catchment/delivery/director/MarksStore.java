package dev.catchment.delivery.director;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import dev.catchment.delivery.mark.StoredShard;
import dev.catchment.delivery.mark.StoredSink;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The checkpoints of one partition's sinks. Every write is a compare-and-set on what this director wrote last, and it
 * writes every value once before it sends anything: from then on no former owner can write any of them.
 */
final class MarksStore {
    /** Values per partition; never changed, or sinks would be looked for in the wrong one. */
    static final int SHARDS = 16;

    private static final int WRONG_REVISION = 10071;

    private final KeyValue bucket;
    private final int partition;
    private final long epoch;
    private final long[] revisions = new long[SHARDS];

    MarksStore(KeyValue bucket, int partition, long epoch) {
        this.bucket = bucket;
        this.partition = partition;
        this.epoch = epoch;
    }

    static int shardOf(String sink) {
        CRC32 crc = new CRC32();
        crc.update(sink.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SHARDS);
    }

    /** Reads all values and makes them this epoch's. */
    Map<String, StoredSink> takeOver() throws IOException, JetStreamApiException, LostLeaseException {
        Map<String, StoredSink> all = new TreeMap<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            all.putAll(takeOver(shard));
        }
        return all;
    }

    private SortedMap<String, StoredSink> takeOver(int shard)
            throws IOException, JetStreamApiException, LostLeaseException {
        while (true) {
            KeyValueEntry entry = bucket.get(key(shard));
            StoredShard found = entry == null ? new StoredShard(0, new TreeMap<>()) : parse(shard, entry);
            byte[] mine = ContractJson.DOCUMENTS.writeValueAsBytes(new StoredShard(epoch, found.sinks()));
            try {
                revisions[shard] = entry == null
                        ? bucket.create(key(shard), mine)
                        : bucket.update(key(shard), mine, entry.getRevision());
                return found.sinks();
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() != WRONG_REVISION) {
                    throw e;
                }
                // The former owner wrote once more, or the read was a stale replica's.
            }
        }
    }

    void write(int shard, SortedMap<String, StoredSink> sinks)
            throws IOException, JetStreamApiException, LostLeaseException {
        byte[] value = ContractJson.DOCUMENTS.writeValueAsBytes(new StoredShard(epoch, sinks));
        try {
            revisions[shard] = bucket.update(key(shard), value, revisions[shard]);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            // An earlier write whose acknowledgement was lost has the same effect as a new owner's: look who it was.
            KeyValueEntry entry = bucket.get(key(shard));
            if (entry == null) {
                throw new LostLeaseException(key(shard) + " is gone: the store is not the one it was");
            }
            parse(shard, entry);
            revisions[shard] = bucket.update(key(shard), value, entry.getRevision());
        }
    }

    private StoredShard parse(int shard, KeyValueEntry entry) throws IOException, LostLeaseException {
        StoredShard stored = ContractJson.DOCUMENTS.readValue(entry.getValue(), StoredShard.class);
        if (stored.epoch() > epoch) {
            throw new LostLeaseException(
                    key(shard) + " was written by epoch " + stored.epoch() + "; this director's is " + epoch);
        }
        return stored;
    }

    private String key(int shard) {
        return Subjects.marksKey(partition, shard);
    }
}
