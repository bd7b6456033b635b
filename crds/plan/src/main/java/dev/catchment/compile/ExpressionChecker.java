package dev.catchment.compile;

import dev.catchment.contract.plan.Expression;
import java.util.Optional;

/** Says whether a condition over events compiles. The condition package implements it. */
@FunctionalInterface
public interface ExpressionChecker {
    /** What is wrong with it, with its position, for people; empty: nothing. */
    Optional<String> check(Expression expression);
}
