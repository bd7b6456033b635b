package dev.catchment.delivery.target;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long a destination has been suspended in all: that time does not count towards {@code retryFor}. Guarded by its sink. */
final class SuspendClock {
    private final Clock clock;
    private long before;
    private boolean suspended;
    private long since;

    /** @param millis so far */
    SuspendClock(long millis, Clock clock) {
        this.before = millis;
        this.clock = clock;
    }

    void suspended(boolean now) {
        if (now && !suspended) {
            since = clock.millis();
        } else if (!now && suspended) {
            before += clock.millis() - since;
        }
        suspended = now;
    }

    long millis() {
        return suspended ? before + clock.millis() - since : before;
    }

    /**
     * How long an event has been failing.
     *
     * @param millisBefore what {@link #millis()} was at its first failure
     */
    Duration failing(Instant first, long millisBefore) {
        return Duration.between(first, clock.instant()).minusMillis(millis() - millisBefore);
    }
}
