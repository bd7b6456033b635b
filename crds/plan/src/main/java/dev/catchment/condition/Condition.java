package dev.catchment.condition;

import dev.catchment.contract.plan.Expression;
import dev.catchment.pipeline.Event;
import java.util.Set;

/** A compiled condition over {@code event}. Immutable and safe for many threads. */
public final class Condition {
    private static final String EVENT = "event";
    private static final Set<String> VARIABLES = Set.of(EVENT);

    private final CelExpression expression;

    private Condition(CelExpression expression) {
        this.expression = expression;
    }

    /** @throws ExpressionException if it does not parse, or cannot be true or false, or is in a language not served */
    public static Condition compile(Expression expression) throws ExpressionException {
        if (expression.cel() == null) {
            throw new ExpressionException(1, 1, "FQL is not supported yet: write the condition in CEL");
        }
        return new Condition(CelExpression.compileCondition(expression.cel(), VARIABLES));
    }

    /** Whether it always answers within microseconds. */
    public boolean quick() {
        return expression.quick();
    }

    /**
     * Whether the condition holds.
     *
     * @throws ConditionException if it has no answer: it reads a field that the event does not have, compares what
     *     cannot be compared, or takes too long. Callers must not read that as false: a filter never fails open
     */
    public boolean matches(Event event) throws ConditionException {
        return expression.test(name -> name.equals(EVENT) ? event.values() : null);
    }
}
