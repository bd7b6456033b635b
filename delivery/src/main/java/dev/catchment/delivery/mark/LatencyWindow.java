package dev.catchment.delivery.mark;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latencies of the last one to two minutes: two histograms that take turns, a minute each. Below 4 ms a bucket is a
 * millisecond; from there on each power of two has four, so that what it tells is within an eighth of the truth, up to
 * {@link #LONGEST}. It takes 900 bytes once it is used, and nothing before; recording allocates nothing. A metrics
 * library's percentiles are finer than is needed here, and larger, for each of ten thousand destinations. Not for
 * several threads at once.
 */
public final class LatencyWindow {
    /** Longer ones count as this. */
    public static final Duration LONGEST = Duration.ofMillis((1L << 28) - 1);

    private static final long TURN = Duration.ofMinutes(1).toNanos();
    /** Buckets of a power of two, as bits. */
    private static final int BITS = 2;

    private static final int BUCKETS = bucket(LONGEST.toMillis()) + 1;

    private int @Nullable [] current;
    private int @Nullable [] previous;
    private long turn;

    /**
     * @param millis less than zero, where clocks disagree, counts as zero
     * @param nanos of a monotonic clock
     */
    public void record(long millis, long nanos) {
        turnTo(Math.floorDiv(nanos, TURN));
        int[] counts = current;
        if (counts == null) {
            counts = new int[BUCKETS];
            current = counts;
        }
        counts[bucket(Math.clamp(millis, 0, LONGEST.toMillis()))]++;
    }

    /** Empty if there was none of late. */
    public Optional<Latency> latency(long nanos) {
        turnTo(Math.floorDiv(nanos, TURN));
        long number = sum(current) + sum(previous);
        return number == 0
                ? Optional.empty()
                : Optional.of(new Latency(quantile(number, 50), quantile(number, 95), quantile(number, 99)));
    }

    private void turnTo(long now) {
        if (now == turn) {
            return;
        }
        int[] former = current;
        int[] oldest = previous;
        boolean next = now == turn + 1;
        turn = now;
        previous = next ? former : null;
        current = null;
        if (next && former != null && oldest != null) {
            Arrays.fill(oldest, 0);
            current = oldest;
        }
    }

    private Duration quantile(long number, int percent) {
        long rank = Math.ceilDiv(number * percent, 100);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += (current == null ? 0 : current[bucket]) + (previous == null ? 0 : previous[bucket]);
            if (seen >= rank) {
                return Duration.ofMillis((lowest(bucket) + lowest(bucket + 1) - 1) / 2);
            }
        }
        return LONGEST;
    }

    private static long sum(int @Nullable [] counts) {
        long sum = 0;
        if (counts != null) {
            for (int count : counts) {
                sum += count;
            }
        }
        return sum;
    }

    private static int bucket(long millis) {
        if (millis < 1 << BITS) {
            return (int) millis;
        }
        int shift = 63 - BITS - Long.numberOfLeadingZeros(millis);
        return (shift << BITS) + (int) (millis >>> shift);
    }

    /** Smallest value of a bucket. */
    private static long lowest(int bucket) {
        if (bucket < 1 << BITS) {
            return bucket;
        }
        int shift = (bucket >> BITS) - 1;
        return (long) ((bucket & ((1 << BITS) - 1)) | (1 << BITS)) << shift;
    }
}
