package dev.catchment.contract.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryCountsTest {
    private static final DestinationCounts CRM = new DestinationCounts(
            12,
            3,
            Map.of("FILTERED_BY_RULES", 3L),
            4,
            5,
            1,
            2,
            7,
            6,
            8,
            Instant.parse("2026-01-02T03:04:05Z"),
            CircuitState.HALF_OPEN,
            "HTTP 503",
            "HTTP 503",
            new LatencyMillis(12, 40, 88),
            Map.of("web", new DeliveredSource(12, 3, 4, 5, 1, 2, 7, 6, 8)),
            Map.of("FILTER_ERROR", 2L),
            CircuitCause.CREDENTIALS);

    @Test
    void theFormOfVersionOneNeverChanges() throws Exception {
        // Given
        DeliveryCounts counts = new DeliveryCounts(3, Map.of("crm", CRM));

        // Then
        assertThat(new String(counts.toBytes(), StandardCharsets.UTF_8)).isEqualTo("""
                {"destinations":{"crm":{"circuit":"half-open","circuitCause":"credentials","deadLettered":7,"deadLetteredBy":{"FILTER_ERROR":2},\
                "delivered":12,"disabled":4,"discarded":8,"failedAttempts":5,"filtered":3,"filteredBy":{"FILTERED_BY_RULES":3},"lane":"HTTP 503","lastError":"HTTP 503",\
                "latency":{"p50":12,"p95":40,"p99":88},"oldestPending":"2026-01-02T03:04:05Z","redriven":6,"retried":1,\
                "retrying":2,"sources":{"web":{"deadLettered":7,"delivered":12,"disabled":4,"discarded":8,"failedAttempts":5,\
                "filtered":3,"redriven":6,"retried":1,"retrying":2}}}},"epoch":3,"version":1}""");
        assertThat(DeliveryCounts.parse(counts.toBytes())).isEqualTo(counts);
    }

    @Test
    void aReaderTakesWhatANewerWriterAddsAndDoesWithoutWhatIsAbsent() throws Exception {
        // When
        DeliveryCounts newer = parse("""
                {"version":1,"epoch":2,"region":"eu","destinations":{"crm":{"delivered":1,"filtered":0,"disabled":0,
                 "failedAttempts":0,"retried":0,"retrying":0,"deadLettered":3,"redriven":1,"discarded":0,"tomorrow":{},
                 "circuit":"melted","circuitCause":"heat"}}}""");

        // Then
        DestinationCounts crm = newer.destinations().get("crm");
        assertThat(crm.circuit()).isEqualTo(CircuitState.OPEN);
        assertThat(crm.circuitCause()).isEqualTo(CircuitCause.OTHER);
        assertThat(crm.buried()).isEqualTo(2);
        assertThat(crm.oldestPending()).isNull();
        assertThat(crm.sources()).isEmpty();
        assertThat(crm.deadLetteredBy()).isEmpty();

        // When it is older
        DeliveryCounts older = parse("""
                {"version":1,"epoch":2,"destinations":{"crm":{"delivered":1,"filtered":0,"disabled":0,"failedAttempts":0,
                 "retried":0,"retrying":0,"deadLettered":3,"redriven":1,"discarded":0,"circuit":"open"}}}""");

        // Then
        assertThat(older.destinations().get("crm").circuitCause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2,\"epoch\":1}",
                "{\"version\":1,\"epoch\":1,\"destinations\":{\"crm\":{}}}"
            })
    void whatIsNoDocumentIsRefused(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> parse(json));
    }

    @Test
    void aDocumentThatIsPackedAndBrokenIsRefused() throws Exception {
        // Given
        byte[] value = full(5).toBytes();
        value[value.length / 2] ^= 1;

        // Then
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> DeliveryCounts.parse(value));
    }

    @Test
    void aFullShardFitsIntoAMessageAndIsReadAsItWasWritten() throws Exception {
        // Given
        DeliveryCounts counts = full(10);

        // When
        byte[] value = counts.toBytes();

        // Then
        System.out.println("625 destinations of 10 sources: " + value.length + " bytes");
        assertThat(value.length).isLessThan((1 << 20) - 4096);
        assertThat(DeliveryCounts.parse(value)).isEqualTo(counts);
        assertThat(counts.withoutSources().toBytes().length).isLessThan(200_000);
    }

    @Test
    void theWorseCircuitCounts() {
        assertThat(CircuitState.CLOSED.worse(CircuitState.HALF_OPEN)).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(CircuitState.OPEN.worse(CircuitState.HALF_OPEN)).isEqualTo(CircuitState.OPEN);
    }

    /** Ten thousand destinations in sixteen shards, with numbers that do not repeat. */
    private static DeliveryCounts full(int sources) {
        Random random = new Random(sources);
        Map<String, DestinationCounts> destinations = new HashMap<>();
        for (int i = 0; i < 625; i++) {
            Map<String, DeliveredSource> bySource = new HashMap<>();
            for (int j = 0; j < sources; j++) {
                bySource.put(
                        "team-" + random.nextInt(50) + "-source-" + j,
                        new DeliveredSource(random.nextInt(1 << 30), random.nextInt(1 << 20), 0, 9, 8, 0, 7, 0, 0));
            }
            destinations.put(
                    "destination-of-team-" + i,
                    new DestinationCounts(
                            random.nextInt(1 << 30),
                            random.nextInt(1 << 20),
                            Map.of("FILTERED_BY_RULES", (long) random.nextInt(1 << 20)),
                            0,
                            random.nextInt(1000),
                            random.nextInt(1000),
                            0,
                            random.nextInt(100),
                            0,
                            0,
                            Instant.parse("2026-01-02T03:04:05Z").plusSeconds(i),
                            CircuitState.CLOSED,
                            null,
                            "HTTP 503",
                            new LatencyMillis(12, 40, 88),
                            bySource,
                            Map.of(),
                            null));
        }
        return new DeliveryCounts(3, destinations);
    }

    private static DeliveryCounts parse(String json) throws IOException {
        return DeliveryCounts.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
