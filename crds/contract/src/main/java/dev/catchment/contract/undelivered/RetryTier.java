package dev.catchment.contract.undelivered;

import java.time.Duration;

/** How long an event that failed waits. Constant within a tier, so that a tier's records fall due in their order. */
public enum RetryTier {
    /** Re-driven dead letters: at once. */
    REDRIVE("redrive", Duration.ZERO),
    FIRST("1", Duration.ofMinutes(2)),
    SECOND("2", Duration.ofMinutes(15)),
    /** Again and again, until the destination's {@code retryFor} is over. */
    LAST("3", Duration.ofHours(2));

    private final String token;
    private final Duration delay;

    RetryTier(String token, Duration delay) {
        this.token = token;
        this.delay = delay;
    }

    /** As it stands in subjects. */
    public String token() {
        return token;
    }

    public Duration delay() {
        return delay;
    }

    /** Where an event goes that fails in this one. */
    public RetryTier next() {
        return switch (this) {
            case REDRIVE -> FIRST;
            case FIRST -> SECOND;
            case SECOND, LAST -> LAST;
        };
    }
}
