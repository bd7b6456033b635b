package dev.catchment.operator.destinationtype;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeStatus;
import dev.catchment.operator.hub.Finding;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a DestinationType, from what was found. Pure. */
final class DestinationTypeStatuses {
    private DestinationTypeStatuses() {}

    /** @param verdicts those of the hubs that know it: the unhappiest of them counts */
    static DestinationTypeStatus of(DestinationType type, List<Finding> findings, List<Verdict> verdicts, Clock clock) {
        @Nullable DestinationTypeStatus before = type.getStatus();
        long generation = type.getMetadata().getGeneration();
        Condition accepted = findings.stream()
                .min(Comparator.comparing((Finding f) -> !f.fatal()))
                .map(f -> new Condition(ConditionType.ACCEPTED, Truth.of(!f.fatal()), f.reason(), f.message()))
                .or(() -> verdicts.stream()
                        .map(v -> v.condition(ConditionType.ACCEPTED))
                        .min(Comparator.comparing(Condition::status)))
                .orElse(Condition.happy(ConditionType.ACCEPTED, Reason.ACCEPTED));
        Condition programmed = verdicts.stream()
                .map(v -> v.condition(ConditionType.PROGRAMMED))
                .min(Comparator.comparing(Condition::status)
                        .thenComparing(c -> c.reason().equals(Reason.NOT_USED.wireName())))
                .orElse(Condition.happy(ConditionType.PROGRAMMED, Reason.NOT_USED));
        List<Condition> conditions = Conditions.rollUp(
                List.of(accepted, Condition.happy(ConditionType.RESOLVED_REFS, Reason.RESOLVED), programmed));
        return new DestinationTypeStatus(
                generation,
                Conditions.stamp(before == null ? List.of() : before.conditions(), conditions, generation, clock));
    }
}
