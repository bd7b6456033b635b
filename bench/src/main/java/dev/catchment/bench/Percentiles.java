package dev.catchment.bench;

import java.util.List;

/**
 * Times of many events, to the millisecond.
 *
 * @param count of events
 * @param half of them were answered within so many milliseconds
 * @param most 99 of 100
 * @param nearlyAll 999 of 1,000
 */
record Percentiles(long count, int half, int most, int nearlyAll, int slowest) {
    private static final int MOST_MILLISECONDS = 60_000;

    /** Of what was counted between two looks at the same counters, one per millisecond. */
    static Percentiles between(long[] before, long[] after) {
        long[] counts = after.clone();
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] -= before[i];
            all += counts[i];
        }
        return new Percentiles(
                all, at(counts, all, 0.5), at(counts, all, 0.99), at(counts, all, 0.999), at(counts, all, 1));
    }

    /** Of single times in milliseconds; later ones than a minute count as a minute. */
    static Percentiles of(List<Long> milliseconds) {
        long[] counts = new long[MOST_MILLISECONDS + 1];
        milliseconds.forEach(time -> counts[Math.clamp(time, 0, MOST_MILLISECONDS)]++);
        return between(new long[counts.length], counts);
    }

    private static int at(long[] counts, long all, double part) {
        long wanted = (long) Math.ceil(all * part);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i;
            }
        }
        return counts.length - 1;
    }

    @Override
    public String toString() {
        return "50 % in " + half + " ms, 99 % in " + most + " ms, 99.9 % in " + nearlyAll + " ms, all in " + slowest
                + " ms";
    }
}
