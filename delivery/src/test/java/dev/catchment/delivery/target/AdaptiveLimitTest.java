package dev.catchment.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    @Test
    void overloadHalvesItOnceForAllRequestsThatWereUnderWay() {
        // Given
        AdaptiveLimit limit = new AdaptiveLimit(16);
        for (int i = 0; i < 16; i++) {
            limit.started();
        }

        // When
        for (int i = 0; i < 16; i++) {
            limit.overloaded(5, 10 + i);
            limit.ended();
        }

        // Then
        assertThat(limit.limit()).isEqualTo(8);
        limit.overloaded(50, 60);
        assertThat(limit.limit()).isEqualTo(4);
    }

    @Test
    void itNeverFallsBelowOneRequest() {
        AdaptiveLimit limit = new AdaptiveLimit(4);
        for (int i = 0; i < 10; i++) {
            limit.overloaded(100L * i + 1, 100L * i + 2);
        }
        assertThat(limit.limit()).isEqualTo(1);
        assertThat(limit.admits()).isTrue();
        limit.started();
        assertThat(limit.admits()).isFalse();
    }

    @Test
    void aFullRoundOfGoodAnswersRaisesItByOneUpToWhatIsConfigured() {
        // Given
        AdaptiveLimit limit = new AdaptiveLimit(4);
        limit.overloaded(1, 2);
        assertThat(limit.limit()).isEqualTo(2);

        // When / Then
        round(limit, 2);
        assertThat(limit.limit()).isEqualTo(2);
        round(limit, 2);
        assertThat(limit.limit()).isEqualTo(3);
        for (int i = 0; i < 20; i++) {
            round(limit, limit.limit());
        }
        assertThat(limit.limit()).isEqualTo(4);
    }

    @Test
    void aLimitThatIsNotUsedUpIsNotRaised() {
        AdaptiveLimit limit = new AdaptiveLimit(8);
        limit.overloaded(1, 2);
        for (int i = 0; i < 100; i++) {
            round(limit, 1);
        }
        assertThat(limit.limit()).isEqualTo(4);
    }

    private static void round(AdaptiveLimit limit, int requests) {
        for (int i = 0; i < requests; i++) {
            limit.started();
        }
        limit.well();
        for (int i = 0; i < requests; i++) {
            limit.ended();
        }
    }
}
