package dev.catchment.contract;

/**
 * Where an event stands in a partition of the log: the stream sequence of its frame and its index there. Ordered as
 * the log is; {@link #packed()} keeps that order in one long (47 bits of sequence, 16 of index; never negative).
 */
public record Position(long frame, int index) implements Comparable<Position> {
    public static final int MAX_INDEX = 0xFFFF;
    public static final Position START = new Position(0, 0);

    public Position {
        if (frame < 0 || frame >= 1L << 47 || index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("no position: frame " + frame + ", index " + index);
        }
    }

    public static Position ofPacked(long packed) {
        return new Position(packed >>> 16, (int) (packed & MAX_INDEX));
    }

    /** @throws IllegalArgumentException if it is none as {@link #toString()} writes it */
    public static Position parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no position: " + text);
        }
        return new Position(Long.parseLong(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    public long packed() {
        return frame << 16 | index;
    }

    /** The first event of the frame after this position's. */
    public Position nextFrame() {
        return new Position(frame + 1, 0);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(packed(), other.packed());
    }

    @Override
    public String toString() {
        return frame + ":" + index;
    }
}
