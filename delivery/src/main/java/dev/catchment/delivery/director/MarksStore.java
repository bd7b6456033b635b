package dev.catchment.delivery.director;

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
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one partition's sinks. Every write is a compare-and-set on what this director wrote last, and it
 * writes every value once before it sends anything: from then on no former owner can write any of them.
 */
final class MarksStore {
    /** Values per partition; never changed, or sinks would be looked for in the wrong one. */
    static final int SHARDS = 16;

    private static final int WRONG_REVISION = 10071;
    /** Room for the message's own headers, which count as well. */
    private static final int HEADERS = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(MarksStore.class);

    private final KeyValue bucket;
    private final int partition;
    private final long epoch;
    private final LongSupplier maxPayload;
    private final long[] revisions = new long[SHARDS];
    private boolean reduced;

    /** @param maxPayload what the broker takes as one message, in bytes */
    MarksStore(KeyValue bucket, int partition, long epoch, LongSupplier maxPayload) {
        this.bucket = bucket;
        this.partition = partition;
        this.epoch = epoch;
        this.maxPayload = maxPayload;
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
            byte[] mine = encode(shard, new StoredShard(epoch, found.sinks()));
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
        byte[] value = encode(shard, new StoredShard(epoch, sinks));
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
        StoredShard stored = StoredShard.parse(entry.getValue());
        if (stored.epoch() > epoch) {
            throw new LostLeaseException(
                    key(shard) + " was written by epoch " + stored.epoch() + "; this director's is " + epoch);
        }
        return stored;
    }

    /**
     * A value that is too large gives up what it can do without, which are the counts by source.
     *
     * @throws IOException if it is too large even so
     */
    byte[] encode(int shard, StoredShard stored) throws IOException {
        long most = maxPayload.getAsLong() - HEADERS;
        byte[] value = stored.toBytes();
        if (value.length <= most) {
            return value;
        }
        byte[] smaller = stored.withoutSources().toBytes();
        if (!reduced) {
            reduced = true;
            LOG.atWarn()
                    .addKeyValue("key", key(shard))
                    .log(
                            "{} destinations take {} bytes and NATS takes {}: after a restart their counts by source"
                                    + " begin anew, all else is kept. Raise max_payload of the NATS servers to keep them",
                            stored.sinks().size(),
                            value.length,
                            most);
        }
        if (smaller.length > most) {
            throw new IOException(key(shard) + " with " + stored.sinks().size() + " destinations takes "
                    + smaller.length + " bytes and NATS takes " + most + ": raise max_payload of the NATS servers");
        }
        return smaller;
    }

    private String key(int shard) {
        return Subjects.marksKey(partition, shard);
    }
}
