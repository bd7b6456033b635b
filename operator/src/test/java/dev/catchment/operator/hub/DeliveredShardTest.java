package dev.catchment.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.contract.count.DeliveryCounts;
import dev.catchment.contract.count.DestinationCounts;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveredShardTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final DeliveredShard shard = new DeliveredShard();

    @Test
    void partitionsAddUpAndTheWorstOffSpeaks() {
        // When
        shard.put("delivery.0.3", document(counts(10, 5, 2, THEN, CircuitState.CLOSED, "HTTP 500")));
        shard.put("delivery.1.3", document(counts(1, 1, 0, THEN.minusSeconds(9), CircuitState.OPEN, "HTTP 503")));
        shard.put("delivery.2.3", document(counts(2, 0, 0, null, CircuitState.HALF_OPEN, null)));

        // Then
        assertThat(shard.totals())
                .containsOnlyKeys("crm")
                .containsEntry(
                        "crm",
                        new DestinationTotals(
                                13,
                                3,
                                3,
                                3,
                                4,
                                THEN.minusSeconds(9),
                                CircuitState.OPEN,
                                null,
                                "HTTP 503",
                                Map.of("FILTER_ERROR", 6L)));
    }

    @Test
    void anotherPartitionsErrorIsShownIfTheWorstOffHasNone() {
        // When
        shard.put("delivery.0.3", document(counts(1, 0, 0, null, CircuitState.CLOSED, "HTTP 500")));
        shard.put("delivery.1.3", document(counts(1, 0, 0, null, CircuitState.OPEN, null)));

        // Then
        assertThat(shard.totals().get("crm").lastError()).isEqualTo("HTTP 500");
    }

    @Test
    void theMoreTellingCauseIsShown() {
        // When
        shard.put("delivery.0.3", document(failing(CircuitState.OPEN, CircuitCause.OTHER)));
        shard.put("delivery.1.3", document(failing(CircuitState.HALF_OPEN, CircuitCause.CREDENTIALS)));
        shard.put("delivery.2.3", document(failing(CircuitState.CLOSED, null)));

        // Then
        assertThat(shard.totals().get("crm").circuitCause()).isEqualTo(CircuitCause.CREDENTIALS);
        assertThat(shard.totals().get("crm").health()).isEqualTo(DestinationTotals.Health.CREDENTIALS_REJECTED);

        // When
        shard.put("delivery.1.3", document(failing(CircuitState.CLOSED, null)));

        // Then
        assertThat(shard.totals().get("crm").health()).isEqualTo(DestinationTotals.Health.FAILING);
    }

    @Test
    void aDestinationThatNoPartitionKnowsAnyMoreIsGone() {
        // Given
        shard.put("delivery.0.3", document(counts(1, 0, 0, null, CircuitState.CLOSED, null)));
        shard.put("delivery.1.3", document(counts(2, 0, 0, null, CircuitState.CLOSED, null)));

        // When
        shard.put("delivery.0.3", new DeliveryCounts(3, Map.of()));
        shard.remove("delivery.1.3");

        // Then
        assertThat(shard.totals()).isEmpty();
    }

    private static DestinationCounts failing(CircuitState circuit, @Nullable CircuitCause cause) {
        return new DestinationCounts(
                0, 0, Map.of(), 0, 1, 0, 0, 0, 0, 0, null, circuit, null, null, null, Map.of(), Map.of(), cause);
    }

    private static DeliveryCounts document(DestinationCounts counts) {
        return new DeliveryCounts(2, Map.of("crm", counts));
    }

    private static DestinationCounts counts(
            long delivered,
            long deadLettered,
            long redriven,
            @Nullable Instant pending,
            CircuitState circuit,
            @Nullable String error) {
        return new DestinationCounts(
                delivered,
                1,
                Map.of(),
                0,
                1,
                0,
                1,
                deadLettered,
                redriven,
                0,
                pending,
                circuit,
                null,
                error,
                null,
                Map.of(),
                deadLettered == 0 ? Map.of() : Map.of("FILTER_ERROR", deadLettered),
                null);
    }
}
