package dev.catchment.compile;

import dev.catchment.api.v1alpha1.EventCondition;
import dev.catchment.contract.plan.Expression;
import java.util.List;

/** Checks conditions over events, wherever they stand. */
record Conditions(ExpressionChecker checker) {

    static Expression expression(EventCondition when) {
        return new Expression(when.cel(), when.fql());
    }

    /** What is wrong with a condition of the schema's shape; path is where it stands. */
    List<Diagnostic> check(String path, EventCondition when) {
        String language = when.fql() == null ? ".cel" : ".fql";
        return checker.check(expression(when)).stream()
                .map(message -> Diagnostic.notAccepted(DiagnosticReason.INVALID_EXPRESSION, path + language, message))
                .toList();
    }
}
