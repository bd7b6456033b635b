package dev.catchment.operator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DeadLetterCount;
import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.operator.hub.DestinationTotals;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationStatusesTest {
    private static final Destination DESTINATION = new Destination();

    static {
        DESTINATION.setMetadata(new ObjectMetaBuilder().withGeneration(3L).build());
    }

    private static final DestinationStatus BEFORE = new DestinationStatus(
            3L,
            List.of(),
            null,
            new DeliveryCounters(1L, 1L, 1L, 1L, 1L, "2026-01-01T00:00:00Z", "open", "HTTP 503", List.of()));

    @Test
    void countersReplaceCountersAndNothingElse() {
        // When
        DestinationStatus status = DestinationStatuses.counted(
                DESTINATION,
                BEFORE,
                new DestinationTotals(
                        7,
                        6,
                        5,
                        4,
                        3,
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        CircuitState.HALF_OPEN,
                        CircuitCause.OTHER,
                        "x".repeat(2000),
                        Map.of("BAD_REQUEST", 1L, "FILTER_ERROR", 5L)),
                Clock.systemUTC());

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
                DESTINATION,
                BEFORE,
                new DestinationTotals(7, 0, 0, 0, 0, null, CircuitState.CLOSED, null, null, Map.of()),
                Clock.systemUTC());

        // Then
        assertThat(status.counters())
                .isEqualTo(new DeliveryCounters(7L, 0L, 0L, 0L, 0L, null, "closed", null, List.of()));
    }
}
