package dev.catchment.delivery.director;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code suspect} value of one partition; every write is a compare-and-set on what this director wrote last. */
final class SuspectStore {
    private static final int WRONG_REVISION = 10071;

    private final KeyValue bucket;
    private final String key;
    private final long epoch;
    private long revision;
    private StoredSuspects.@Nullable Suspect named;

    SuspectStore(KeyValue bucket, int partition, long epoch) {
        this.bucket = bucket;
        this.key = Subjects.suspectKey(partition);
        this.epoch = epoch;
    }

    /** What the former owner left behind; from now on its writes fail. */
    StoredSuspects takeOver() throws IOException, JetStreamApiException {
        KeyValueEntry entry = bucket.get(key);
        if (entry == null) {
            return new StoredSuspects(0, null, List.of(), null);
        }
        revision = entry.getRevision();
        return ContractJson.DOCUMENTS.readValue(entry.getValue(), StoredSuspects.class);
    }

    /** What the former owner had under way, for the next one. */
    void name(StoredSuspects.@Nullable Suspect former) {
        named = former;
    }

    void write(StoredSuspects.@Nullable Suspect suspect, List<StoredSuspects.Suspect> condemned)
            throws IOException, JetStreamApiException, LostLeaseException {
        byte[] value = ContractJson.DOCUMENTS.writeValueAsBytes(new StoredSuspects(epoch, suspect, condemned, named));
        try {
            revision = bucket.update(key, value, revision);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            // An acknowledgement that was lost looks like another director's write.
            KeyValueEntry found = bucket.get(key);
            if (found != null
                    && ContractJson.DOCUMENTS
                                    .readValue(found.getValue(), StoredSuspects.class)
                                    .epoch()
                            > epoch) {
                throw new LostLeaseException(key + " is another director's");
            }
            revision = bucket.update(key, value, found == null ? 0 : found.getRevision());
        }
    }
}
