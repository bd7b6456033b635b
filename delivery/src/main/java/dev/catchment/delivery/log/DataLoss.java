package dev.catchment.delivery.log;

import java.time.Instant;

/**
 * Frames that this partition's readers should have seen and the log no longer has.
 *
 * @param frames how many, in all; 0: nothing was ever lost
 * @param last what was found the last time, for people
 * @param at when, by this process's clock
 */
public record DataLoss(long frames, String last, Instant at) {
    public static final DataLoss NONE = new DataLoss(0, "", Instant.EPOCH);

    public DataLoss plus(long more, String what, Instant when) {
        return new DataLoss(frames + more, what, when);
    }
}
