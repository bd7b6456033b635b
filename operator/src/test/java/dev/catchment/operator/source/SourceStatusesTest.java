package dev.catchment.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.RefusalCount;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.count.SourceCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SourceStatusesTest {
    private static final SourceStatus BEFORE =
            new SourceStatus(3L, List.of(), "web-write-key", 2, 1L, 1L, List.of(), "2026-01-01T00:00:00Z");

    @Test
    void countersReplaceCountersAndNothingElse() {
        // When
        SourceStatus status = SourceStatuses.counted(
                BEFORE,
                new SourceCounts(
                        7,
                        Map.of("event_not_string", 2L, "bad_request", 2L, "no_user_anon_id", 5L),
                        Instant.parse("2026-01-02T03:04:05.678Z")));

        // Then
        assertThat(status)
                .isEqualTo(new SourceStatus(
                        3L,
                        List.of(),
                        "web-write-key",
                        2,
                        7L,
                        9L,
                        List.of(
                                new RefusalCount("no_user_anon_id", 5),
                                new RefusalCount("bad_request", 2),
                                new RefusalCount("event_not_string", 2)),
                        "2026-01-02T03:04:05Z"));
    }

    @Test
    void theTenMostFrequentReasonsAreShownAndAllAreCounted() {
        // Given
        Map<String, Long> refused = new TreeMap<>();
        for (long i = 1; i <= 38; i++) {
            refused.put("reason_" + i, i);
        }

        // When
        SourceStatus status = SourceStatuses.counted(BEFORE, new SourceCounts(0, refused, null));

        // Then
        assertThat(status.refused()).isEqualTo(38 * 39 / 2);
        assertThat(status.refusals()).hasSize(10).startsWith(new RefusalCount("reason_38", 38));
        assertThat(status.lastReceived()).isEqualTo("2026-01-01T00:00:00Z");
    }
}
