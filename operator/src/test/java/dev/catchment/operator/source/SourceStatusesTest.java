package dev.catchment.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.RefusalCount;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.operator.hub.ResourceForm;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    @Test
    void whenTheLastKeyEndsItIsSaid() {
        // Given
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        Instant former = end.minusSeconds(100);

        // When
        SourceStatus before = status(end.minusMillis(1), former, end);
        SourceStatus after = status(end, former, end);
        SourceStatus never = status(end, former, null);

        // Then
        assertThat(before.acceptedKeys()).isEqualTo(1);
        assertThat(accepted(before)).isEqualTo("True/Accepted");
        assertThat(after.acceptedKeys()).isZero();
        assertThat(accepted(after)).isEqualTo("True/WriteKeysExpired");
        assertThat(accepted(never)).isEqualTo("True/Accepted");
        assertThat(SourceStatuses.nextEnd(verdict(former, end), at(former))).contains(end);
        assertThat(SourceStatuses.nextEnd(verdict(former, end), at(end))).isEmpty();
    }

    private static SourceStatus status(Instant now, Instant... ends) {
        Source source = new Source();
        source.setMetadata(
                new ObjectMetaBuilder().withName("web").withGeneration(1L).build());
        Optional<Verdict> verdict = verdict(ends);
        return SourceStatuses.of(source, Conditions.rollUp(verdict.orElseThrow().conditions()), verdict, at(now));
    }

    private static Optional<Verdict> verdict(Instant... ends) {
        List<SourceDocument.WriteKey> keys = Stream.of(ends)
                .map(end -> new SourceDocument.WriteKey("sum of " + end, end))
                .toList();
        return Optional.of(new Verdict(
                new ResourceForm("u", 1, Map.of(), false),
                List.of(
                        Condition.happy(ConditionType.ACCEPTED, Reason.ACCEPTED),
                        Condition.happy(ConditionType.RESOLVED_REFS, Reason.RESOLVED),
                        Condition.happy(ConditionType.PROGRAMMED, Reason.PROGRAMMED)),
                Optional.of(new SourceDocument("web", "server", true, keys, List.of(), null))));
    }

    private static String accepted(SourceStatus status) {
        return Conditions.find(status.conditions(), ConditionType.ACCEPTED)
                .map(c -> c.status() + "/" + c.reason())
                .orElseThrow();
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
