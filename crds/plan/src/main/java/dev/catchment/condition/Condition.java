package dev.catchment.condition;

import dev.catchment.condition.fql.FqlExpression;
import dev.catchment.contract.plan.Expression;
import dev.catchment.pipeline.Event;
import java.util.Set;

/** A compiled condition over an event, in CEL or FQL. Immutable and safe for many threads. */
public final class Condition {
    private static final String EVENT = "event";
    private static final Set<String> VARIABLES = Set.of(EVENT);

    private final Language language;

    private Condition(Language language) {
        this.language = language;
    }

    private sealed interface Language {
        boolean quick();

        boolean matches(Event event) throws ConditionException;
    }

    private record Cel(CelExpression expression) implements Language {
        @Override
        public boolean quick() {
            return expression.quick();
        }

        @Override
        public boolean matches(Event event) throws ConditionException {
            return expression.test(name -> name.equals(EVENT) ? event.values() : null);
        }
    }

    private record Fql(FqlExpression expression) implements Language {
        @Override
        public boolean quick() {
            return expression.quick();
        }

        @Override
        public boolean matches(Event event) throws ConditionException {
            return expression.test(event.json());
        }
    }

    /** @throws ExpressionException if it does not parse, or cannot be true or false */
    public static Condition compile(Expression expression) throws ExpressionException {
        if (expression.cel() != null) {
            return new Condition(new Cel(CelExpression.compileCondition(expression.cel(), VARIABLES)));
        } else if (expression.fql() != null) {
            return new Condition(new Fql(FqlExpression.compile(expression.fql())));
        }
        throw new ExpressionException(1, 1, "a condition has exactly one of cel and fql");
    }

    /** Whether it always answers within microseconds. */
    public boolean quick() {
        return language.quick();
    }

    /**
     * Whether the condition holds.
     *
     * @throws ConditionException if it has no answer: in CEL, it reads a field that the event does not have, compares
     *     what cannot be compared, or takes too long; in FQL, a list is none, or a conversion cannot be made. Callers
     *     must not read that as false: a filter never fails open
     */
    public boolean matches(Event event) throws ConditionException {
        return language.matches(event);
    }
}
