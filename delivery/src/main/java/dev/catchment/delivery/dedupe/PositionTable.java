package dev.catchment.delivery.dedupe;

/**
 * A map from 128-bit keys to positions: open addressing with linear probing in one array of longs, 24 bytes a slot, at
 * most three quarters full. The keys are hashes already, so their bits choose the slot. A position is never 0.
 */
final class PositionTable {
    private static final int STRIDE = 3;

    private long[] slots = {};
    private int mask;
    private int size;

    PositionTable() {
        allocate(1 << 10);
    }

    int size() {
        return size;
    }

    long bytes() {
        return 8L * slots.length;
    }

    /** The position of a key; 0 if it is absent. */
    long get(long high, long low) {
        return slots[slot(high, low) + 2];
    }

    /** Keeps the lower of the two positions. */
    void putLowest(long high, long low, long position) {
        int slot = slot(high, low);
        long present = slots[slot + 2];
        if (present == 0) {
            slots[slot] = high;
            slots[slot + 1] = low;
            slots[slot + 2] = position;
            size++;
            if (size > (mask + 1) / 4 * 3) {
                grow();
            }
        } else if (position < present) {
            slots[slot + 2] = position;
        }
    }

    /** A table without the positions from this one on. */
    PositionTable below(long position) {
        PositionTable kept = new PositionTable();
        for (int at = 0; at < slots.length; at += STRIDE) {
            if (slots[at + 2] != 0 && slots[at + 2] < position) {
                kept.putLowest(slots[at], slots[at + 1], slots[at + 2]);
            }
        }
        return kept;
    }

    private int slot(long high, long low) {
        int at = (int) low & mask;
        while (true) {
            int slot = at * STRIDE;
            if (slots[slot + 2] == 0 || (slots[slot] == high && slots[slot + 1] == low)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    private void grow() {
        long[] old = slots;
        allocate((mask + 1) * 2);
        for (int at = 0; at < old.length; at += STRIDE) {
            if (old[at + 2] != 0) {
                System.arraycopy(old, at, slots, slot(old[at], old[at + 1]), STRIDE);
            }
        }
    }

    private void allocate(int capacity) {
        slots = new long[Math.multiplyExact(capacity, STRIDE)];
        mask = capacity - 1;
    }
}
