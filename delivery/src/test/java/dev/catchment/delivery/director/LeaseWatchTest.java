package dev.catchment.delivery.director;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
    @Test
    void anEntryMayBeTakenOnceItHasStoodStillForSixSeconds() {
        // Given
        LeaseWatch watch = new LeaseWatch();

        // Then
        assertThat(watch.expired(7, seconds(100))).isFalse();
        assertThat(watch.expired(7, seconds(105.9))).isFalse();
        assertThat(watch.expired(7, seconds(106))).isTrue();
        assertThat(watch.expired(8, seconds(106.1))).isFalse();
        assertThat(watch.expired(8, seconds(112.2))).isTrue();
    }

    @Test
    void aHolderStopsWellBeforeAnyoneMayTakeOver() {
        assertThat(LeaseWatch.valid(seconds(10), seconds(12.9))).isTrue();
        assertThat(LeaseWatch.valid(seconds(10), seconds(13))).isFalse();
        assertThat(LeaseWatch.VALID.multipliedBy(2)).isLessThanOrEqualTo(LeaseWatch.STILL);
    }

    @Test
    void partitionsAreSharedEvenly() {
        assertThat(LeaseWatch.share(1, 3)).isEqualTo(1);
        assertThat(LeaseWatch.share(4, 2)).isEqualTo(2);
        assertThat(LeaseWatch.share(5, 2)).isEqualTo(3);
        assertThat(LeaseWatch.share(5, 0)).isEqualTo(5);
    }

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
