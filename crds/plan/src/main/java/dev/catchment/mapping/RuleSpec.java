package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.plan.Expression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When which action runs with which fields: a preset of a type or a mapping of a destination, compiled.
 *
 * @param when null: for every event
 * @param actionName the action's name in the type
 * @param overrides values of fields, instead of the action's defaults
 */
record RuleSpec(
        String where,
        String name,
        @Nullable Condition when,
        String actionName,
        ActionSpec action,
        Map<String, Template> overrides) {

    static RuleSpec readPreset(SpecReader spec, Map<String, ActionSpec> actions) throws MappingException {
        spec.only("name", "description", "when", "action", "fields");
        Map<String, JsonNode> fields = spec.members("fields", (name, value) -> value.node());
        Expression condition = condition(spec.at("when"));
        return compile(
                spec.where(), spec.requiredText("name"), condition, spec.requiredText("action"), fields, actions);
    }

    private static @Nullable Expression condition(SpecReader when) throws MappingException {
        if (when.isAbsent()) {
            return null;
        }
        when.only("cel", "fql");
        if ((when.text("cel") == null) == (when.text("fql") == null)) {
            throw when.problem("must have exactly one of cel and fql");
        }
        return new Expression(when.text("cel"), when.text("fql"));
    }

    static RuleSpec compile(
            String where,
            String name,
            @Nullable Expression when,
            String action,
            Map<String, JsonNode> fields,
            Map<String, ActionSpec> actions)
            throws MappingException {
        ActionSpec spec = actions.get(action);
        if (spec == null) {
            throw new MappingException(
                    where, "the type has no action '" + action + "'; it has: " + String.join(", ", actions.keySet()));
        }
        Map<String, Template> overrides = new LinkedHashMap<>();
        Names names = spec.names().apart();
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            String at = where + ".fields." + field.getKey();
            spec.field(at, field.getKey());
            overrides.put(field.getKey(), Templates.compile(at, field.getValue(), names));
        }
        return new RuleSpec(where, name, condition(where, when), action, spec, overrides);
    }

    private static @Nullable Condition condition(String where, @Nullable Expression when) throws MappingException {
        try {
            return when == null ? null : Condition.compile(when);
        } catch (ExpressionException e) {
            throw new MappingException(where + ".when", String.valueOf(e.getMessage()));
        }
    }
}
