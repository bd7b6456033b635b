package dev.catchment.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.compile.DiagnosticReason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Clock MORNING = Clock.fixed(Instant.parse("2026-01-01T08:00:00.123Z"), ZoneOffset.UTC);
    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-01-01T20:00:00Z"), ZoneOffset.UTC);
    private static final Condition ACCEPTED = Condition.happy(ConditionType.ACCEPTED, Reason.ACCEPTED);
    private static final Condition RESOLVED = Condition.happy(ConditionType.RESOLVED_REFS, Reason.RESOLVED);
    private static final Condition NO_PLANES =
            Condition.of(ConditionType.PROGRAMMED, Truth.UNKNOWN, Reason.NO_PLANES, "none");

    @Test
    void whatIsWellIsReadyAndNothingElse() {
        // When
        List<Condition> all = Conditions.rollUp(List.of(ACCEPTED, RESOLVED));

        // Then
        assertThat(all)
                .extracting(Condition::type, Condition::status)
                .containsExactly(
                        tuple(ConditionType.ACCEPTED, Truth.TRUE),
                        tuple(ConditionType.RESOLVED_REFS, Truth.TRUE),
                        tuple(ConditionType.READY, Truth.TRUE),
                        tuple(ConditionType.RECONCILING, Truth.FALSE),
                        tuple(ConditionType.STALLED, Truth.FALSE));
    }

    @Test
    void falseBeatsUnknownAndItsReasonIsCopiedUp() {
        // Given
        Condition missing = Condition.of(ConditionType.RESOLVED_REFS, Truth.FALSE, Reason.REF_NOT_FOUND, "no Secret");

        // When
        List<Condition> all = Conditions.rollUp(List.of(ACCEPTED, NO_PLANES, missing));

        // Then
        assertThat(all)
                .contains(
                        new Condition(ConditionType.READY, Truth.FALSE, "RefNotFound", "no Secret"),
                        new Condition(ConditionType.RECONCILING, Truth.TRUE, "RefNotFound", "no Secret"))
                .noneMatch(c -> c.type() == ConditionType.STALLED && c.status() == Truth.TRUE);
    }

    @Test
    void anInvalidSpecIsStalledAndNotReconciling() {
        // Given
        Condition invalid = new Condition(ConditionType.ACCEPTED, Truth.FALSE, "InvalidSpec", "spec.x: is odd");

        // When
        List<Condition> all = Conditions.rollUp(List.of(invalid, NO_PLANES));

        // Then
        assertThat(all)
                .contains(
                        new Condition(ConditionType.STALLED, Truth.TRUE, "InvalidSpec", "spec.x: is odd"),
                        new Condition(ConditionType.READY, Truth.FALSE, "InvalidSpec", "spec.x: is odd"))
                .noneMatch(c -> c.type() == ConditionType.RECONCILING && c.status() == Truth.TRUE);
    }

    @Test
    void theTimeChangesOnlyWhereTheStatusFlips() {
        // Given
        List<StatusCondition> before = Conditions.stamp(List.of(), List.of(ACCEPTED, NO_PLANES), 1, MORNING);

        // When
        List<StatusCondition> same = Conditions.stamp(before, List.of(ACCEPTED, NO_PLANES), 1, EVENING);
        List<StatusCondition> flipped = Conditions.stamp(
                before, List.of(ACCEPTED, Condition.happy(ConditionType.PROGRAMMED, Reason.PROGRAMMED)), 2, EVENING);

        // Then
        assertThat(same).isEqualTo(before);
        assertThat(flipped)
                .extracting(StatusCondition::lastTransitionTime)
                .containsExactly("2026-01-01T08:00:00Z", "2026-01-01T20:00:00Z");
        assertThat(flipped).extracting(StatusCondition::observedGeneration).containsOnly(2L);
    }

    @Test
    void whatFailsItsOwnTestsIsStalledForThatReason() {
        // Given
        Condition missing = Condition.of(ConditionType.RESOLVED_REFS, Truth.FALSE, Reason.REF_NOT_FOUND, "no Secret");
        Condition failed =
                new Condition(ConditionType.TESTS_PASSED, Truth.FALSE, DiagnosticReason.TESTS_FAILED.text(), "case a");

        // When
        List<Condition> all = Conditions.rollUp(List.of(ACCEPTED, missing, failed));

        // Then
        assertThat(all)
                .contains(
                        new Condition(ConditionType.STALLED, Truth.TRUE, "TestsFailed", "case a"),
                        new Condition(ConditionType.READY, Truth.FALSE, "RefNotFound", "no Secret"));
    }

    @Test
    void oneConditionIsReplacedAndTheOthersStay() {
        // Given
        List<StatusCondition> before = Conditions.stamp(List.of(), List.of(ACCEPTED, NO_PLANES), 1, MORNING);

        // When
        List<StatusCondition> after =
                Conditions.replace(before, Condition.happy(ConditionType.PROGRAMMED, Reason.PROGRAMMED), 1, EVENING);

        // Then
        assertThat(after).hasSize(2).contains(before.getFirst());
        assertThat(after.getLast().reason()).isEqualTo("Programmed");
        assertThat(after.getLast().lastTransitionTime()).isEqualTo("2026-01-01T20:00:00Z");
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
