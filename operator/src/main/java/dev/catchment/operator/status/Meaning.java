package dev.catchment.operator.status;

import dev.catchment.compile.DiagnosticReason;
import java.util.Set;

/**
 * What it means that a condition has this status for this reason.
 *
 * @param kinds those that can have it
 * @param means a sentence
 * @param remedy what to do, a sentence; empty: nothing
 */
public record Meaning(
        Set<ConditionTree> kinds, ConditionType type, Truth status, String reason, String means, String remedy) {

    static Meaning of(
            Set<ConditionTree> kinds, ConditionType type, Truth status, Reason reason, String means, String remedy) {
        return new Meaning(kinds, type, status, reason.wireName(), means, remedy);
    }

    static Meaning of(
            Set<ConditionTree> kinds,
            ConditionType type,
            Truth status,
            DiagnosticReason reason,
            String means,
            String remedy) {
        return new Meaning(kinds, type, status, reason.text(), means, remedy);
    }
}
