package dev.catchment.operator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DeadLetterCount;
import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.operator.hub.DestinationTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationStatusesTest {
    private static final DestinationStatus BEFORE = new DestinationStatus(
            3L,
            List.of(),
            null,
            new DeliveryCounters(1L, 1L, 1L, 1L, 1L, "2026-01-01T00:00:00Z", "open", "HTTP 503", List.of()));

    @Test
    void countersReplaceCountersAndNothingElse() {
        // When
        DestinationStatus status = DestinationStatuses.counted(
                BEFORE,
                new DestinationTotals(
                        7,
                        6,
                        5,
                        4,
                        3,
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        CircuitState.HALF_OPEN,
                        "x".repeat(2000),
                        Map.of("BAD_REQUEST", 1L, "FILTER_ERROR", 5L)));

        // Then
        assertThat(status)
                .isEqualTo(new DestinationStatus(
                        3L,
                        List.of(),
                        null,
                        new DeliveryCounters(
                                7L,
                                6L,
                                5L,
                                4L,
                                3L,
                                "2026-01-02T03:04:05Z",
                                "half-open",
                                "x".repeat(1024),
                                List.of(
                                        new DeadLetterCount("FILTER_ERROR", 5),
                                        new DeadLetterCount("BAD_REQUEST", 1)))));
    }

    @Test
    void whatIsOverIsNoLongerShown() {
        // When
        DestinationStatus status = DestinationStatuses.counted(
                BEFORE, new DestinationTotals(7, 0, 0, 0, 0, null, CircuitState.CLOSED, null, Map.of()));

        // Then
        assertThat(status.counters())
                .isEqualTo(new DeliveryCounters(7L, 0L, 0L, 0L, 0L, null, "closed", null, List.of()));
    }
}
