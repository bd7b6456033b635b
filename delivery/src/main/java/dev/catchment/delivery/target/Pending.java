package dev.catchment.delivery.target;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Open;
import dev.catchment.pipeline.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way through one destination. Its slot's thread alone changes it, once it is in flight. */
abstract sealed class Pending extends Open permits LogPending, RetryPending {
    /** Where it is open. */
    final MarkTracker tracker;

    final long offeredNanos;
    /** Requests that failed, for whatever reason. */
    int attempts;
    /** Those of them that may be this event's fault. */
    int failures;

    @Nullable Instant firstFailure;
    /** How long the destination had been suspended in all, in ms, when it first failed. */
    long suspendedBefore;
    /** The circuit's successes when it first failed here: whether others got through since. */
    long successesBefore;
    /** Mappings whose requests are still to be made; null while it has but one. */
    @Nullable List<String> unsent;
    /** Requests that this event still needs. */
    int parts;
    /** One of its requests is over: the others are made as this one was. */
    boolean begun;
    /** Mappings whose requests were given up. */
    List<String> refused = List.of();
    /** Why the last of them was. */
    @Nullable DeadLetter letter;
    /** It must not be composed. */
    boolean uncomposed;
    /** No longer this pass's business: resolved, or left to the next pass. */
    boolean resolved;

    /** @param place packed position in the log, or sequence in the retry stream */
    Pending(long place, MarkTracker tracker, long offeredNanos) {
        super(place);
        this.tracker = tracker;
        this.offeredNanos = offeredNanos;
    }

    /** @throws java.io.UncheckedIOException if it is no JSON object */
    abstract Event event();

    /** Its bytes as they were sent, for one that cannot be read. */
    abstract byte[] raw();

    abstract int bytes();

    abstract Hash128 userKey();

    /** Position in the log; one that was re-driven or retried keeps it. */
    abstract Position logPosition();

    abstract Origin origin();

    /** Attempts that were counted where it came from. */
    abstract int countedAttempts();

    /** Whether this mapping's request has still to be made. */
    abstract boolean needs(String mapping);

    /** The mappings whose requests have still to be made, if it brought that along; null: all that match. */
    abstract @Nullable List<String> mappings();

    /** Why earlier mappings were given up, if it brought that along. */
    abstract LetterReason refusedBefore();

    /** Lets its memory go. */
    abstract void release();

    void refuse(String mapping) {
        if (refused.isEmpty()) {
            refused = new ArrayList<>(1);
        }
        refused.add(mapping);
    }
}
