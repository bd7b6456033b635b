package dev.catchment.delivery.target;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is remembered of an event that failed and is to be read again from the log. */
record Failure(int attempts, int failures, @Nullable Instant first, long suspendedBefore, long successesBefore) {
    static Failure of(Pending event) {
        return new Failure(
                event.attempts, event.failures, event.firstFailure, event.suspendedBefore, event.successesBefore);
    }

    void recall(Pending event) {
        event.attempts = attempts;
        event.failures = failures;
        event.firstFailure = first;
        event.suspendedBefore = suspendedBefore;
        event.successesBefore = successesBefore;
    }
}
