package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps the accounts of a load run over events numbered from 0: which were acknowledged, how often each was delivered,
 * and how many deliveries each 10 ms saw.
 */
final class Ledger {
    private static final int SLICE_MILLIS = 10;
    private static final String PREFIX = "crash-";

    private final long start = System.nanoTime();
    private final AtomicIntegerArray delivered;
    private final AtomicLongArray slices = new AtomicLongArray(600_000 / SLICE_MILLIS);
    private final BitSet acknowledged = new BitSet();

    Ledger(int capacity) {
        delivered = new AtomicIntegerArray(capacity);
    }

    static String messageId(int number) {
        return PREFIX + number;
    }

    /** One event in ten is one that the filter drops. */
    static boolean isFiltered(int number) {
        return number % 10 == 9;
    }

    static int number(JsonNode event) {
        return Integer.parseInt(event.get("messageId").asText().substring(PREFIX.length()));
    }

    synchronized void acknowledge(int from, int to) {
        acknowledged.set(from, to);
    }

    synchronized BitSet acknowledged() {
        return (BitSet) acknowledged.clone();
    }

    void deliver(JsonNode event) {
        delivered.incrementAndGet(number(event));
        slices.incrementAndGet(Math.min(slices.length() - 1, (int) (millis() / SLICE_MILLIS)));
    }

    /** A receiver that counts by itself has been sent this message so many times. */
    void delivered(String messageId, int times) {
        if (messageId.startsWith(PREFIX)) {
            delivered.set(Integer.parseInt(messageId.substring(PREFIX.length())), times);
        }
    }

    long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** Deliveries between two times of {@link #millis()}. */
    long deliveredBetween(long from, long to) {
        long sum = 0;
        for (long slice = Math.max(0, from / SLICE_MILLIS); slice <= to / SLICE_MILLIS; slice++) {
            sum += slices.get((int) slice);
        }
        return sum;
    }

    /** The events that were delivered at least once. */
    BitSet delivered() {
        BitSet once = new BitSet();
        for (int i = 0; i < delivered.length(); i++) {
            once.set(i, delivered.get(i) > 0);
        }
        return once;
    }

    /** Deliveries beyond the first of each event. */
    long duplicates() {
        long surplus = 0;
        for (int i = 0; i < delivered.length(); i++) {
            surplus += Math.max(0, delivered.get(i) - 1);
        }
        return surplus;
    }
}
