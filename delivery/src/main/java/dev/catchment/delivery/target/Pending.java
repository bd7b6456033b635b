package dev.catchment.delivery.target;

import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.mark.Open;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way through one destination. Its slot's thread alone changes it, once it is in flight. */
final class Pending extends Open {
    final LogFrame frame;
    final int index;
    final long offeredNanos;
    /** Requests that failed, for whatever reason. */
    int attempts;
    /** Those of them that may be this event's fault. */
    int failures;

    @Nullable Instant firstFailure;
    /** The circuit's successes when it first failed: whether others got through since. */
    long successesBefore;
    /** Requests that this event still needs. */
    int parts;

    /** Mappings whose requests were given up, and why the last of them was. */
    final List<String> refused = new ArrayList<>(0);

    @Nullable DeadLetter letter;
    /** It must not be composed. */
    boolean raw;
    /** No longer this pass's business: resolved, or left to the next pass. */
    boolean resolved;

    Pending(LogFrame frame, int index, long offeredNanos) {
        super(frame.position(index));
        this.frame = frame;
        this.index = index;
        this.offeredNanos = offeredNanos;
    }

    int bytes() {
        return frame.frame().length(index);
    }
}
