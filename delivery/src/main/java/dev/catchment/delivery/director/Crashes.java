package dev.catchment.delivery.director;

import java.time.Duration;

/**
 * Counts the directors of a partition that died in a row without having got past what their forerunners may have had
 * under way. Whoever gets past it, and lives for {@link #QUIET} more, ends the row.
 */
final class Crashes {
    static final Duration QUIET = Duration.ofMinutes(1);

    private int count;
    private boolean retracted;
    private boolean passed;
    private long passedSince;

    Crashes(int count) {
        this.count = count;
    }

    synchronized int count() {
        return count;
    }

    /** The forerunner turned out to live: it had only lost its lease. */
    synchronized void retract() {
        retracted = true;
        count = Math.max(0, count - 1);
    }

    synchronized boolean retracted() {
        return retracted;
    }

    /**
     * @param past whether all that a forerunner may have had under way is behind every destination now
     * @return whether the row ended at this moment
     */
    synchronized boolean quiet(boolean past, long nowNanos) {
        if (!past) {
            passed = false;
            return false;
        }
        if (!passed) {
            passed = true;
            passedSince = nowNanos;
        }
        boolean ended = count > 0 && nowNanos - passedSince >= QUIET.toNanos();
        if (ended) {
            count = 0;
        }
        return ended;
    }
}
