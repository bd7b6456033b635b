package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON whose texts may hold {@code ${CEL}}. A text that is exactly one expression takes the value's type; otherwise the
 * values are put into the text. A value that is missing (a path the event does not have) leaves its member or element
 * out, and is empty inside a text; null stays null.
 */
sealed interface Template {

    /** @return null if the value is missing */
    @Nullable JsonNode render(Scope scope) throws ConditionException;

    /** Variables that it reads. */
    Set<String> references();

    /** No expression at all. */
    record Constant(@Nullable JsonNode value) implements Template {
        @Override
        public @Nullable JsonNode render(Scope scope) {
            return value;
        }

        @Override
        public Set<String> references() {
            return Set.of();
        }
    }

    /** An expression that is only a path: looked up in the JSON itself, so that numbers stay as they are written. */
    record LookUp(String variable, List<String> keys) implements Template {
        @Override
        public @Nullable JsonNode render(Scope scope) {
            JsonNode at = scope.json(variable);
            for (String key : keys) {
                if (at == null) {
                    return null;
                }
                at = at.get(key);
            }
            return at;
        }

        @Override
        public Set<String> references() {
            return Set.of(variable);
        }
    }

    /** An expression to evaluate. */
    record Computed(CelExpression expression) implements Template {
        @Override
        public @Nullable JsonNode render(Scope scope) throws ConditionException {
            try {
                return expression.evaluateJson(scope);
            } catch (ConditionException e) {
                if (e.isMissingField()) {
                    return null;
                }
                throw e.in(expression.source());
            }
        }

        @Override
        public Set<String> references() {
            return expression.references();
        }
    }

    /** A text with values inside. */
    record Text(List<Template> parts) implements Template {
        @Override
        public JsonNode render(Scope scope) throws ConditionException {
            return Templates.text(parts, scope, false);
        }

        @Override
        public Set<String> references() {
            return Templates.references(parts);
        }
    }

    /** An object with expressions inside. */
    record Members(Map<String, Template> members) implements Template {
        @Override
        public JsonNode render(Scope scope) throws ConditionException {
            return Templates.object(members, scope);
        }

        @Override
        public Set<String> references() {
            return Templates.references(members.values());
        }
    }

    /** A list with expressions inside. */
    record Elements(List<Template> elements) implements Template {
        @Override
        public JsonNode render(Scope scope) throws ConditionException {
            return Templates.array(elements, scope);
        }

        @Override
        public Set<String> references() {
            return Templates.references(elements);
        }
    }
}
