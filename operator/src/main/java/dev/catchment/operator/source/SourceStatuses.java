package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.RefusalCount;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.operator.Names;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Source, from what was found. Pure. */
final class SourceStatuses {
    private static final int MOST_REFUSALS = 10;

    private SourceStatuses() {}

    static SourceStatus of(Source source, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        @Nullable SourceStatus before = source.getStatus();
        long generation = source.getMetadata().getGeneration();
        boolean generated =
                source.getSpec() != null && source.getSpec().writeKeys().isEmpty();
        List<SourceDocument.WriteKey> keys = keys(verdict);
        int accepted = (int) keys.stream()
                .filter(key -> key.notAfter() == null || clock.instant().isBefore(key.notAfter()))
                .count();
        return new SourceStatus(
                generation,
                Conditions.stamp(
                        before == null ? List.of() : before.conditions(),
                        accepted == 0 && !keys.isEmpty() ? expired(conditions) : conditions,
                        generation,
                        clock),
                generated ? Names.writeKeySecret(source.getMetadata().getName()) : null,
                accepted,
                before == null ? null : before.received(),
                before == null ? null : before.refused(),
                before == null ? List.of() : before.refusals(),
                before == null ? null : before.lastReceived());
    }

    /** When the next of its keys ends, if one does. */
    static Optional<Instant> nextEnd(Optional<Verdict> verdict, Clock clock) {
        return keys(verdict).stream()
                .map(SourceDocument.WriteKey::notAfter)
                .filter(Objects::nonNull)
                .filter(end -> end.isAfter(clock.instant()))
                .min(Comparator.naturalOrder());
    }

    private static List<SourceDocument.WriteKey> keys(Optional<Verdict> verdict) {
        return verdict.flatMap(Verdict::document)
                .filter(SourceDocument.class::isInstance)
                .map(document -> ((SourceDocument) document).writeKeys())
                .orElse(List.of());
    }

    /** The spec is valid, and the source accepts nothing. */
    private static List<Condition> expired(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> condition.equals(Condition.happy(ConditionType.ACCEPTED, Reason.ACCEPTED))
                        ? Condition.of(
                                ConditionType.ACCEPTED,
                                Truth.TRUE,
                                Reason.WRITE_KEYS_EXPIRED,
                                "spec.writeKeys: the notAfter of every key has passed, so every message is refused: add a"
                                        + " key, or move a notAfter.")
                        : condition)
                .toList();
    }

    /** The same status with these counters. */
    static SourceStatus counted(SourceStatus status, SourceCounts counts) {
        Instant last = counts.lastAccepted();
        return new SourceStatus(
                status.observedGeneration(),
                status.conditions(),
                status.generatedWriteKeySecret(),
                status.acceptedKeys(),
                counts.accepted(),
                counts.refused().values().stream().mapToLong(Long::longValue).sum(),
                counts.refused().entrySet().stream()
                        .map(refused -> new RefusalCount(refused.getKey(), refused.getValue()))
                        .sorted(Comparator.comparingLong(RefusalCount::count)
                                .reversed()
                                .thenComparing(RefusalCount::code))
                        .limit(MOST_REFUSALS)
                        .toList(),
                last == null
                        ? status.lastReceived()
                        : last.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
