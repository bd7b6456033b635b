package dev.catchment.delivery.mark;

import dev.catchment.contract.Position;
import java.util.Arrays;

/**
 * How far a reader is. Everything below {@code next} is resolved, except the positions in {@code open}; nothing from
 * {@code next} on has been resolved. Positions are packed ({@link Position#packed()}).
 *
 * @param open unresolved positions below {@code next}, ascending; never changed
 */
public record Mark(long next, long[] open) {
    private static final long[] NONE = {};

    public static Mark at(Position next) {
        return new Mark(next.packed(), NONE);
    }

    /** The lowest position that is not resolved: the log must be kept from here on. */
    public long lowest() {
        return open.length > 0 ? open[0] : next;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mark(long otherNext, long[] otherOpen)
                && otherNext == next
                && Arrays.equals(otherOpen, open);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(next) * 31 + Arrays.hashCode(open);
    }

    @Override
    public String toString() {
        return "Mark[" + Position.ofPacked(next) + ", " + open.length + " open from " + Position.ofPacked(lowest())
                + "]";
    }
}
