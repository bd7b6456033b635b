package dev.catchment.delivery.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrameTimesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final FrameTimes times = new FrameTimes();

    @Test
    void aFramesTimeIsKnownToWithinTheGrainAndFewAreKept() {
        // When a frame comes every second
        for (int i = 0; i < 600; i++) {
            times.read(100 + i, BEGIN.plusSeconds(i));
        }

        // Then
        for (int i = 0; i < 600; i++) {
            Instant known = times.at(100 + i).orElseThrow();
            assertThat(known).isBetween(BEGIN.plusSeconds(i).minus(FrameTimes.GRAIN), BEGIN.plusSeconds(i));
        }
        assertThat(times.size()).isEqualTo(60);
        assertThat(times.wanted()).isEmpty();
    }

    @Test
    void whatNobodyReadSinceTheStartIsLookedUpOnce() {
        // Given
        times.read(100, BEGIN);

        // When
        assertThat(times.at(40)).isEmpty();
        assertThat(times.at(7)).isEmpty();
        assertThat(times.at(40)).isEmpty();

        // Then
        assertThat(times.wanted()).containsExactly(7L, 40L);
        times.found(40, BEGIN.minusSeconds(60));
        times.gone(7);
        assertThat(times.at(40)).contains(BEGIN.minusSeconds(60));
        assertThat(times.wanted()).isEmpty();
    }

    @Test
    void whatNobodyNeedsIsForgottenAndTheLowestStaysKnown() {
        // Given
        for (int i = 0; i < 100; i++) {
            times.read(i, BEGIN.plus(FrameTimes.GRAIN.multipliedBy(i)));
        }
        times.found(3, BEGIN);

        // When
        times.forget(95);

        // Then
        assertThat(times.size()).isEqualTo(5);
        assertThat(times.at(95)).contains(BEGIN.plus(FrameTimes.GRAIN.multipliedBy(95)));
    }

    @Test
    void afterASetBackOtherFramesHaveThoseNumbers() {
        // Given
        times.read(10, BEGIN);
        times.read(20, BEGIN.plusSeconds(60));

        // When
        times.setBack(15);
        times.read(15, BEGIN.plusSeconds(120));

        // Then
        assertThat(times.at(20)).contains(BEGIN.plusSeconds(120));
        assertThat(times.at(12)).contains(BEGIN);
    }

    @Test
    void manyDaysTakeBoundedMemoryAndTheRecentOnesStayFine() {
        // When
        for (int i = 0; i < 100_000; i++) {
            times.read(i, BEGIN.plus(FrameTimes.GRAIN.multipliedBy(i)));
        }

        // Then
        assertThat(times.size()).isLessThanOrEqualTo(10_000);
        assertThat(times.at(0)).contains(BEGIN);
        assertThat(Duration.between(times.at(99_990).orElseThrow(), BEGIN.plus(FrameTimes.GRAIN.multipliedBy(99_990))))
                .isLessThanOrEqualTo(FrameTimes.GRAIN);
    }
}
