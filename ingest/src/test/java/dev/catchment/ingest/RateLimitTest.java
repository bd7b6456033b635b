package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void aSecondsWorthMayComeAtOnceThenOnlyAsFastAsTheRate() {
        // Given
        RateLimit limit = new RateLimit(10, now::get);

        // When / Then
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take(1)).isZero();
        }
        assertThat(limit.take(1)).isEqualTo(1);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
    }

    @Test
    void aBatchLargerThanTheBucketIsTakenAndPaidForAfterwards() {
        // Given
        RateLimit limit = new RateLimit(10, now::get);

        // When / Then
        assertThat(limit.take(100)).isZero();
        assertThat(limit.take(1)).isEqualTo(10);
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(9)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
    }

    @Test
    void aLargerBucketLetsMoreComeAtOnceAndNoMoreOnAverage() {
        // Given
        RateLimit limit = new RateLimit(10, 30, now::get);

        // When / Then
        for (int i = 0; i < 30; i++) {
            assertThat(limit.toWait()).isZero();
            assertThat(limit.take(1)).isZero();
        }
        assertThat(limit.toWait()).isEqualTo(1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(limit.take(10)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(limit.take(30)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
    }

    @Test
    void noWaitIsLongerThanSdksHeed() {
        // Given
        RateLimit limit = new RateLimit(1, now::get);

        // When
        limit.take(2_500);

        // Then
        assertThat(limit.take(1)).isEqualTo(300);
    }
}
