package dev.catchment.delivery.target;

import dev.catchment.contract.count.CircuitCause;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tells a sick destination from a single event that it cannot digest. Opens at once for a failure that has nothing to
 * do with the event, and for {@link #THRESHOLD} failures without a success between them. Half open it lets
 * {@link #PROBES} requests through; one success closes it, and it opens again when the last of them has failed, so
 * that one bad event among the probes is not mistaken for a sick destination. Guarded by its sink.
 */
final class Circuit {
    static final int THRESHOLD = 5;
    static final int PROBES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final RandomGenerator random;
    private State state = State.CLOSED;
    private CircuitCause cause = CircuitCause.OTHER;
    private int failures;
    private int opened;
    private int probing;
    private long successes;

    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    Circuit(RandomGenerator random) {
        this.random = random;
    }

    State state() {
        return state;
    }

    /** Why it opened; empty: it is closed. */
    Optional<CircuitCause> cause() {
        return state == State.CLOSED ? Optional.empty() : Optional.of(cause);
    }

    /** Number of successes so far: whether there was one since some moment. */
    long successes() {
        return successes;
    }

    /** A request may start; every one that did ends in exactly one of succeeded, failed, broke and gaveUp. */
    boolean admits() {
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> probing < PROBES;
        };
    }

    void started() {
        probing++;
    }

    void succeeded() {
        probing--;
        successes++;
        failures = 0;
        opened = 0;
        state = State.CLOSED;
    }

    /** An answer that says nothing about the destination's health, such as a refused event. */
    void answered() {
        succeeded();
    }

    /** @return whether the circuit is now open */
    boolean failed() {
        probing--;
        failures++;
        boolean open = state == State.HALF_OPEN ? probing <= 0 : state == State.CLOSED && failures >= THRESHOLD;
        if (open) {
            open(CircuitCause.OTHER);
        }
        return state == State.OPEN;
    }

    /** A failure that every other request would meet too. */
    void broke(CircuitCause why) {
        probing--;
        failures++;
        open(why);
    }

    /** The request was never made. */
    void gaveUp() {
        probing--;
    }

    /** How long to wait, now that it is open, before it is tried again. */
    Duration pause(Duration retryAfter) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(opened - 1, 10));
        Duration own = Duration.ofMillis(ceiling / 2 + random.nextLong(Math.max(1, ceiling / 2)));
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        return own.compareTo(asked) > 0 ? own : asked;
    }

    /** The pause is over. */
    void probe() {
        if (state == State.OPEN) {
            state = State.HALF_OPEN;
        }
    }

    /** The destination is another one now. */
    void reset() {
        state = State.CLOSED;
        failures = 0;
        opened = 0;
    }

    private void open(CircuitCause why) {
        cause = why;
        if (state != State.OPEN) {
            opened++;
        }
        state = State.OPEN;
    }
}
