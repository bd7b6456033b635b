package dev.catchment.delivery.target;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts that hold a slot: doubling, with jitter, all of them together at most about ten seconds. */
final class Backoff {
    /** Attempts of one event before it is given up or, with a sick destination, waits in the lane. */
    static final int ATTEMPTS = 6;

    private static final long FIRST_MILLIS = 200;

    private Backoff() {}

    /** @param failures attempts that have failed, at least 1 */
    static Duration pause(int failures, RandomGenerator random) {
        long ceiling = FIRST_MILLIS << Math.min(failures - 1, ATTEMPTS - 2);
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }
}
