package dev.catchment.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAgesTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05Z");

    private final RetryAges ages = new RetryAges();

    @Test
    void theOldestIsKnownUntilItIsDoneWith() {
        // Given
        moved(FIRST.plusSeconds(60));
        moved(FIRST);
        moved(FIRST);

        // Then
        assertOldest(FIRST);
        // When it is tried again, in vain
        ages.attempted(true, true, FIRST.toEpochMilli());
        ages.attempted(true, false, FIRST.toEpochMilli());
        assertOldest(FIRST);
        ages.attempted(true, false, FIRST.toEpochMilli());
        assertOldest(FIRST.plusSeconds(60));
        ages.attempted(true, false, FIRST.plusSeconds(60).toEpochMilli());
        assertThat(ages.oldest()).isEmpty();
    }

    @Test
    void whatWaitedBeforeATakeOverIsKnownFromItsNextAttemptOn() {
        // When
        ages.attempted(true, true, FIRST.toEpochMilli());

        // Then
        assertOldest(FIRST);
        ages.attempted(true, false, FIRST.toEpochMilli());
        assertThat(ages.oldest()).isEmpty();
    }

    @Test
    void whatNeverWaitedThereIsNothing() {
        // When
        ages.attempted(false, false, FIRST.toEpochMilli());
        ages.attempted(true, false, FIRST.toEpochMilli());

        // Then
        assertThat(ages.oldest()).isEmpty();
    }

    private void moved(Instant received) {
        ages.attempted(false, true, received.toEpochMilli());
    }

    private void assertOldest(Instant received) {
        assertThat(ages.oldest().orElseThrow()).isBetween(received.minusMillis(RetryAges.GRAIN_MILLIS), received);
    }
}
