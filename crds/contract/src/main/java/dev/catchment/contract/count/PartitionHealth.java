package dev.catchment.contract.count;

import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the director of a partition knows of its log, under {@link dev.catchment.contract.Subjects#logHealthKey} in the
 * {@code counts} bucket: a copy of what lies in its lease, for the operator.
 *
 * <pre>{@code
 * {"version": 1, "epoch": 3, "lostFrames": 12, "lastLoss": "frames 5 to 16 are gone from the log", "lastLossAt": "2026-01-02T03:04:05Z"}
 * }</pre>
 *
 * @param version {@link #VERSION}; a higher one is for readers that know it
 * @param epoch of the director that wrote it; a lower one never replaces a higher one
 * @param lostFrames frames that the log no longer has and somebody still needed, in all; never fewer than before
 * @param lastLoss what was found the last time, for people; absent: nothing was ever lost
 * @param lastLossAt when
 */
public record PartitionHealth(
        int version,
        long epoch,
        long lostFrames,
        @Nullable String lastLoss,
        @Nullable Instant lastLossAt) {
    public static final int VERSION = 1;

    public PartitionHealth(long epoch, long lostFrames, @Nullable String lastLoss, @Nullable Instant lastLossAt) {
        this(VERSION, epoch, lostFrames, lastLoss, lastLossAt);
    }

    public byte[] toBytes() throws IOException {
        return ContractJson.DOCUMENTS.writeValueAsBytes(this);
    }

    /** @throws IOException if it is none, or one of a version that is not known here */
    public static PartitionHealth parse(byte[] value) throws IOException {
        PartitionHealth health = ContractJson.DOCUMENTS.readValue(value, PartitionHealth.class);
        if (health == null) {
            throw new IOException("null says nothing of a partition");
        }
        if (health.version > VERSION) {
            throw new IOException("what is said of a partition in version " + health.version
                    + " needs a newer reader; this one knows version " + VERSION + " and before");
        }
        return health;
    }
}
