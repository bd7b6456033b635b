package dev.catchment.operator.status;

import dev.catchment.api.v1alpha1.StatusCondition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what was found into the conditions of a status. */
public final class Conditions {
    /** What only a change of a spec mends. */
    private static final Set<ConditionType> STALLING = Set.of(ConditionType.ACCEPTED, ConditionType.TESTS_PASSED);

    private Conditions() {}

    /**
     * Adds Ready, Reconciling and Stalled: the unhappiest of these conditions decides, False before Unknown, the
     * earlier before the later, and its reason and message are copied up.
     *
     * @param dependants those that must be True for Ready; at least one
     */
    public static List<Condition> rollUp(List<Condition> dependants) {
        Condition unhappiest =
                dependants.stream().min(Comparator.comparing(Condition::status)).orElseThrow();
        boolean ready = unhappiest.status() == Truth.TRUE;
        boolean stalled = dependants.stream().anyMatch(c -> STALLING.contains(c.type()) && c.status() == Truth.FALSE);
        List<Condition> all = new ArrayList<>(dependants);
        all.add(
                ready
                        ? Condition.happy(ConditionType.READY, Reason.READY)
                        : new Condition(
                                ConditionType.READY, unhappiest.status(), unhappiest.reason(), unhappiest.message()));
        all.add(
                ready || stalled
                        ? Condition.of(ConditionType.RECONCILING, Truth.FALSE, Reason.UP_TO_DATE, "")
                        : new Condition(
                                ConditionType.RECONCILING, Truth.TRUE, unhappiest.reason(), unhappiest.message()));
        all.add(
                stalled
                        ? new Condition(ConditionType.STALLED, Truth.TRUE, unhappiest.reason(), unhappiest.message())
                        : Condition.of(ConditionType.STALLED, Truth.FALSE, Reason.NOT_STALLED, ""));
        return all;
    }

    /**
     * The conditions to write: a time changes only where a status flips, so that equal findings give an equal status.
     *
     * @param before what the status holds now
     */
    public static List<StatusCondition> stamp(
            List<StatusCondition> before, List<Condition> now, long generation, Clock clock) {
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return now.stream()
                .map(condition -> new StatusCondition(
                        condition.type().wireName(),
                        condition.status().wireName(),
                        generation,
                        find(before, condition.type())
                                .filter(old -> condition.status().wireName().equals(old.status()))
                                .map(StatusCondition::lastTransitionTime)
                                .orElse(time),
                        condition.reason(),
                        condition.message()))
                .toList();
    }

    public static Optional<StatusCondition> find(List<StatusCondition> conditions, ConditionType type) {
        return conditions.stream().filter(c -> type.wireName().equals(c.type())).findFirst();
    }
}
