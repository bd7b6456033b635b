package dev.catchment.delivery.mark;

import org.jspecify.annotations.Nullable;

/**
 * A destination has left the plan.
 *
 * @param seen broker time, in ms, at which that was first looked at; absent: it was not yet
 * @param to position, as frame and index, of the first event that came after it had left
 * @param discarded broker time, in ms, at which its backlog was given up; absent: it is kept
 */
public record Removal(
        @Nullable Long seen, String to, @Nullable Long discarded) {
    public Removal seen(long at) {
        return new Removal(at, to, discarded);
    }

    public Removal discarded(long at) {
        return new Removal(seen, to, at);
    }
}
