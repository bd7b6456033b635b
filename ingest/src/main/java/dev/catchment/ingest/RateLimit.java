package dev.catchment.ingest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket, by default of one second's worth of events. A request is let in while there is a token and may leave the
 * bucket in debt, since a batch larger than the bucket could otherwise never be sent.
 */
final class RateLimit {
    /** Longer waits than this are not heeded by SDKs. */
    private static final int MAX_WAIT_SECONDS = 300;

    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long refilled;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    RateLimit(int perSecond, LongSupplier nanoTime) {
        this(perSecond, perSecond, nanoTime);
    }

    /** @param burst how many may come at once after a pause */
    RateLimit(int perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.refilled = nanoTime.getAsLong();
    }

    /** Takes tokens for the events and returns 0, or takes nothing and returns the seconds to wait, 1 to 300. */
    synchronized int take(int events) {
        int seconds = toWait();
        if (seconds == 0) {
            tokens -= events;
        }
        return seconds;
    }

    /** The seconds to wait until there is a token, 1 to 300; 0 if there is one. */
    synchronized int toWait() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - refilled) / SECOND * perSecond);
        refilled = now;
        if (tokens >= 1) {
            return 0;
        }
        return (int) Math.clamp(Math.ceil((1 - tokens) / perSecond), 1, MAX_WAIT_SECONDS);
    }
}
