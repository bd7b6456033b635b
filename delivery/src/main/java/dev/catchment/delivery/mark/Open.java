package dev.catchment.delivery.mark;

import org.jspecify.annotations.Nullable;

/** An event that was offered to a reader and is not resolved yet: a link in {@link MarkTracker}'s chain. */
public abstract class Open {
    final long position;

    @Nullable Open before;

    @Nullable Open after;

    boolean linked;

    /** @param position packed */
    protected Open(long position) {
        this.position = position;
    }

    public final long position() {
        return position;
    }

    /** Name of the source that it came from. */
    public abstract String source();

    /** When it was received, in milliseconds since 1970. */
    public abstract long receivedMillis();
}
