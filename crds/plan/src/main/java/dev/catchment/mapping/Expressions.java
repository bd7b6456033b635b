package dev.catchment.mapping;

import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ExpressionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The expressions of one type while it is compiled: actions of a tool resemble each other, and what stands in all of
 * them is compiled once. For one thread.
 */
final class Expressions {
    private record Key(String cel, Set<String> variables, boolean condition) {}

    private final Map<Key, CelExpression> known = new HashMap<>();

    CelExpression value(String cel, Set<String> variables) throws ExpressionException {
        return compiled(new Key(cel, variables, false));
    }

    CelExpression condition(String cel, Set<String> variables) throws ExpressionException {
        return compiled(new Key(cel, variables, true));
    }

    private CelExpression compiled(Key key) throws ExpressionException {
        CelExpression expression = known.get(key);
        if (expression == null) {
            expression = key.condition()
                    ? CelExpression.compileCondition(key.cel(), key.variables())
                    : CelExpression.compile(key.cel(), key.variables());
            known.put(key, expression);
        }
        return expression;
    }
}
