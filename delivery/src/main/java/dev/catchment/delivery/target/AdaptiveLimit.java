package dev.catchment.delivery.target;

/**
 * How many requests may be in flight: one more for every full round of good answers, half as many after a sign of
 * overload (additive increase, multiplicative decrease), between one and what the destination is configured to take.
 * Signs from requests that were already under way when it was halved are the same overload and count once. Guarded by
 * its sink.
 */
final class AdaptiveLimit {
    private final int most;
    private double limit;
    private int inFlight;
    private long halvedAt;
    private boolean halved;

    AdaptiveLimit(int most) {
        this.most = most;
        this.limit = most;
    }

    int limit() {
        return (int) limit;
    }

    boolean admits() {
        return inFlight < (int) limit;
    }

    void started() {
        inFlight++;
    }

    /** The counterpart of {@link #started()}. */
    void ended() {
        inFlight--;
    }

    /** A good answer; call it before {@link #ended()}. A limit that is not used up is no reason to raise it. */
    void well() {
        if (limit < most && inFlight >= (int) limit) {
            limit = Math.min(most, limit + 1.0 / (int) limit);
        }
    }

    /** @param startedNanos when the request began that met the overload */
    void overloaded(long startedNanos, long now) {
        if (!halved || startedNanos - halvedAt >= 0) {
            limit = Math.max(1, limit / 2);
            halvedAt = now;
            halved = true;
        }
    }
}
