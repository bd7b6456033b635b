package dev.catchment.delivery.director;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrashesTest {
    private static final LeaseEntry HELD = LeaseEntry.first("a/1");

    @Test
    void onlyAnOwnerThatNeitherLetGoNorFailedToBeginIsTakenForDead() {
        // Given
        LeaseEntry released = new LeaseEntry("a/1", 7, true, 5, null, null, 5, HELD.dataLoss(), null, 1);

        // Then
        assertThat(HELD.takenBy("b/2").crashesInARow()).isEqualTo(1);
        assertThat(HELD.takenBy("b/2").takenBy("c/3").crashesInARow()).isEqualTo(2);
        assertThat(HELD.takenBy("a/1").crashesInARow()).isZero();
        assertThat(released.takenBy("b/2").crashesInARow()).isEqualTo(1);
        assertThat(released.takenBy("b/2").epoch()).isEqualTo(8);
    }

    @Test
    void theRowEndsAMinuteAfterAllOfItWasPassed() {
        // Given
        Crashes crashes = new Crashes(2);

        // Then
        assertThat(crashes.quiet(false, seconds(100))).isFalse();
        assertThat(crashes.quiet(true, seconds(200))).isFalse();
        assertThat(crashes.quiet(true, seconds(259))).isFalse();
        assertThat(crashes.count()).isEqualTo(2);
        assertThat(crashes.quiet(true, seconds(260))).isTrue();
        assertThat(crashes.count()).isZero();
        assertThat(crashes.quiet(true, seconds(400))).isFalse();
    }

    @Test
    void aDestinationThatFallsBackBeginsTheMinuteAnew() {
        // Given
        Crashes crashes = new Crashes(1);
        crashes.quiet(true, seconds(100));

        // When
        crashes.quiet(false, seconds(150));

        // Then
        assertThat(crashes.quiet(true, seconds(165))).isFalse();
        assertThat(crashes.quiet(true, seconds(225))).isTrue();
    }

    @Test
    void aForerunnerThatLivesIsNotCounted() {
        // Given
        Crashes crashes = new Crashes(2);

        // When
        crashes.retract();

        // Then
        assertThat(crashes.count()).isEqualTo(1);
        assertThat(crashes.retracted()).isTrue();
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
