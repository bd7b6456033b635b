package dev.catchment.delivery.log;

import io.nats.client.api.StreamInfo;
import java.time.Instant;

/**
 * How full a partition's log is, and the thresholds at which room is made.
 *
 * @param first sequence of its first frame
 * @param last sequence of its last frame; 0: none was ever written
 * @param bytes that it holds
 * @param maxBytes that it may hold; not positive: no limit
 * @param at the broker's time
 */
public record LogSpace(long first, long last, long bytes, long maxBytes, Instant at) {
    /** From here on it is an alarm, and frames that every reader has passed are no longer kept. */
    public static final double ALARM = 0.70;
    /** From here on lanes are given up. */
    public static final double GIVE_UP = 0.90;
    /** Down to here they are given up. */
    public static final double ENOUGH = 0.80;

    static LogSpace of(StreamInfo info) {
        return new LogSpace(
                info.getStreamState().getFirstSequence(),
                info.getStreamState().getLastSequence(),
                info.getStreamState().getByteCount(),
                info.getConfiguration().getMaxBytes(),
                info.getTimestamp().toInstant());
    }

    /** 1: full. */
    public double ratio() {
        return maxBytes <= 0 ? 0 : (double) bytes / maxBytes;
    }

    /** Bytes beyond {@link #ENOUGH}. */
    public long excess() {
        return maxBytes <= 0 ? 0 : Math.max(0, bytes - (long) (ENOUGH * maxBytes));
    }
}
