package dev.catchment.delivery.target;

import java.util.concurrent.TimeUnit;

/** Spreads requests evenly: each takes the next free moment. A burst of a tenth of a second is allowed. */
final class Pacer {
    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);

    private final long interval;
    private long free;

    /** @param perSecond requests per second; 0 or less: as many as come */
    Pacer(double perSecond, long now) {
        interval = perSecond <= 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        free = now;
    }

    /** Whoever waits gives up its moment: the next one to ask is given the first of them. */
    synchronized void forgo(long now) {
        if (interval > 0 && free > now) {
            free -= (free - now) / interval * interval;
        }
    }

    /** Takes the next free moment; returns the nanoseconds to wait for it. */
    synchronized long take(long now) {
        if (interval == 0) {
            return 0;
        }
        free = Math.max(free, now - BURST) + interval;
        return Math.max(0, free - interval - now);
    }
}
