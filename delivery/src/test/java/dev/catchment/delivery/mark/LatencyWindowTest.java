package dev.catchment.delivery.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LatencyWindow window = new LatencyWindow();

    @RepeatedTest(50)
    void aQuantileIsWithinAnEighthOfTheTrueOne(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        long[] millis = new long[1 + random.nextInt(2000)];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = random.nextLong(1L << random.nextInt(28));
        }

        // When
        for (long each : millis) {
            window.record(each, 0);
        }

        // Then
        Arrays.sort(millis);
        Latency latency = window.latency(0).orElseThrow();
        assertNear(latency.p50(), millis, 50);
        assertNear(latency.p95(), millis, 95);
        assertNear(latency.p99(), millis, 99);
    }

    @Test
    void itIsOfTheLastOneToTwoMinutes() {
        // Given
        window.record(10, 0);
        window.record(10, MINUTE - 1);

        // When
        window.record(1000, MINUTE);

        // Then
        assertThat(window.latency(MINUTE).orElseThrow().p50()).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
        assertThat(window.latency(2 * MINUTE).orElseThrow().p50())
                .isBetween(Duration.ofMillis(875), Duration.ofMillis(1125));
        assertThat(window.latency(3 * MINUTE)).isEmpty();
        window.record(10, 3 * MINUTE);
        window.record(20, 4 * MINUTE);
        assertThat(window.latency(4 * MINUTE).orElseThrow().p99()).isLessThan(Duration.ofMillis(30));
    }

    @Test
    void aMonotonicClockMayBeginAnywhere() {
        // Given
        long begin = -5 * MINUTE - 17;

        // When
        window.record(8, begin);

        // Then
        assertThat(window.latency(begin + MINUTE)).isPresent();
        assertThat(window.latency(begin + 2 * MINUTE)).isEmpty();
    }

    @Test
    void clocksThatDisagreeAndEndlessWaitsCountAsTheEndsOfTheScale() {
        // When
        window.record(-5000, 0);

        // Then
        assertThat(window.latency(0).orElseThrow().p99()).isZero();
        window.record(Long.MAX_VALUE, 0);
        assertThat(window.latency(0).orElseThrow().p99())
                .isBetween(LatencyWindow.LONGEST.multipliedBy(7).dividedBy(8), LatencyWindow.LONGEST);
    }

    private static void assertNear(Duration shown, long[] sorted, int percent) {
        long exact = sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1];
        assertThat(shown.toMillis()).isBetween(exact - exact / 8, exact + exact / 8);
    }
}
