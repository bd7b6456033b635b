package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.pipeline.Events;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over an {@code event} for tests. */
final class Evaluations {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final Set<String> VARIABLES = Set.of("event", "config", "now");

    private Evaluations() {}

    static CelExpression compile(String cel) throws ExpressionException {
        return CelExpression.compile(cel, VARIABLES);
    }

    /** @return the value as JSON; {@code (missing)} if it is missing */
    static String json(String cel, String event) throws ExpressionException, ConditionException {
        return json(cel, Events.object(event));
    }

    private static String json(String cel, ObjectNode event) throws ExpressionException, ConditionException {
        JsonNode value = evaluate(compile(cel), event);
        return value == null ? "(missing)" : value.toString();
    }

    static @Nullable JsonNode evaluate(CelExpression expression, ObjectNode event) throws ConditionException {
        Map<String, Object> values = JsonValues.view(event);
        return expression.evaluateJson(name -> switch (name) {
            case "event" -> values;
            case "now" -> NOW;
            default -> Map.of();
        });
    }

    /** What a template makes of it: a path that stops in the middle is missing, not an error. */
    static String jsonOrProblem(String cel, ObjectNode event) {
        try {
            return json(cel, event);
        } catch (ExpressionException e) {
            return "error: " + e.getMessage();
        } catch (ConditionException e) {
            return e.isMissingField() ? "(missing)" : "error: " + e.getMessage();
        }
    }
}
