package dev.catchment.delivery.director;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A lease that this process holds. One thread writes it; anyone may ask whether it is valid. */
final class Lease {
    private static final int WRONG_REVISION = 10071;

    private final KeyValue bucket;
    private final String key;
    private final LongSupplier ticker;
    private volatile LeaseEntry entry;
    private long revision;
    private volatile long written;
    private volatile boolean over;

    private Lease(KeyValue bucket, String key, LeaseEntry entry, long revision, long written, LongSupplier ticker) {
        this.bucket = bucket;
        this.key = key;
        this.entry = entry;
        this.revision = revision;
        this.written = written;
        this.ticker = ticker;
    }

    /**
     * Takes the lease.
     *
     * @param former entry as it was seen; absent: there was none
     * @param mine what to write
     * @return empty if someone else was faster
     */
    static Optional<Lease> take(
            KeyValue bucket, int partition, Optional<KeyValueEntry> former, LeaseEntry mine, LongSupplier ticker)
            throws IOException, JetStreamApiException {
        String key = Subjects.leaseKey(partition);
        byte[] json = ContractJson.DOCUMENTS.writeValueAsBytes(mine);
        long began = ticker.getAsLong();
        try {
            long revision = former.isPresent()
                    ? bucket.update(key, json, former.get().getRevision())
                    : bucket.create(key, json);
            return Optional.of(new Lease(bucket, key, mine, revision, began, ticker));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            return Optional.empty();
        }
    }

    static LeaseEntry parse(KeyValueEntry entry) throws IOException {
        return ContractJson.DOCUMENTS.readValue(entry.getValue(), LeaseEntry.class);
    }

    LeaseEntry entry() {
        return entry;
    }

    /** Whether this process may still send and write. */
    boolean valid() {
        return !over && LeaseWatch.valid(written, ticker.getAsLong());
    }

    /** Writes the entry: the heartbeat. */
    void write(LeaseEntry changed) throws IOException, JetStreamApiException, LostLeaseException {
        byte[] json = ContractJson.DOCUMENTS.writeValueAsBytes(changed);
        long began = ticker.getAsLong();
        try {
            revision = bucket.update(key, json, revision);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            KeyValueEntry found = bucket.get(key);
            if (found == null
                    || !parse(found).holder().equals(changed.holder())
                    || parse(found).epoch() != changed.epoch()) {
                over = true;
                throw new LostLeaseException(key + " is another director's");
            }
            // Written by an earlier attempt of ours whose acknowledgement was lost.
            revision = bucket.update(key, json, found.getRevision());
        }
        entry = changed;
        written = began;
    }

    /** Stops everything that asks for validity. */
    void end() {
        over = true;
    }
}
