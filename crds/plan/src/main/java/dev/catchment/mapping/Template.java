package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import java.util.HashSet;
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

    /**
     * Adds the members of a variable that it reads.
     *
     * @return false if it uses the variable as a whole
     */
    boolean members(String variable, Set<String> into);

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

        @Override
        public boolean members(String variable, Set<String> into) {
            return true;
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

        @Override
        public boolean members(String ofVariable, Set<String> into) {
            if (!ofVariable.equals(variable)) {
                return true;
            }
            if (keys.isEmpty()) {
                return false;
            }
            into.add(keys.getFirst());
            return true;
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

        @Override
        public boolean members(String variable, Set<String> into) {
            expression.membersOf(variable).ifPresent(into::addAll);
            return expression.membersOf(variable).isPresent();
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

        @Override
        public boolean members(String variable, Set<String> into) {
            return Templates.members(parts, variable, into);
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

        @Override
        public boolean members(String variable, Set<String> into) {
            return Templates.members(members.values(), variable, into);
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

        @Override
        public boolean members(String variable, Set<String> into) {
            return Templates.members(elements, variable, into);
        }
    }

    /**
     * A list with an element for each of another: {@code {$each: "${event.properties.products}", $value: …}}.
     *
     * @param list what is no list counts as a list of one
     * @param when leaves elements out; null: all are there
     */
    record Each(Template list, @Nullable CelExpression when, Template value) implements Template {
        @Override
        public @Nullable JsonNode render(Scope scope) throws ConditionException {
            JsonNode given = list.render(scope);
            if (given == null || given.isNull()) {
                return null;
            }
            ArrayNode made = JsonNodeFactory.instance.arrayNode();
            long index = 0;
            for (JsonNode item : given.isArray() ? given : List.of(given)) {
                scope.iterations().another();
                Scope inside = scope.with(Map.of(Scope.ITEM, item, Scope.INDEX, LongNode.valueOf(index++)));
                JsonNode element = when == null || Templates.holds(when, inside) ? value.render(inside) : null;
                if (element != null) {
                    made.add(element);
                }
            }
            return made;
        }

        @Override
        public Set<String> references() {
            Set<String> all = new HashSet<>(Templates.references(List.of(list, value)));
            if (when != null) {
                all.addAll(when.references());
            }
            // Its own variables are nobody else's business.
            all.removeAll(Set.of(Scope.ITEM, Scope.INDEX));
            all.addAll(list.references());
            return Set.copyOf(all);
        }

        @Override
        public boolean members(String variable, Set<String> into) {
            boolean all = Templates.members(List.of(list, value), variable, into);
            return (when == null || new Computed(when).members(variable, into)) && all;
        }
    }

    /** One of two: {@code {$if: "${event.userId != ''}", $then: …, $else: …}}. */
    record Choice(CelExpression when, Template then, Template otherwise) implements Template {
        @Override
        public @Nullable JsonNode render(Scope scope) throws ConditionException {
            return (Templates.holds(when, scope) ? then : otherwise).render(scope);
        }

        @Override
        public Set<String> references() {
            return Templates.references(List.of(new Computed(when), then, otherwise));
        }

        @Override
        public boolean members(String variable, Set<String> into) {
            return Templates.members(List.of(new Computed(when), then, otherwise), variable, into);
        }
    }

    /** Objects as one: {@code {$merge: [a, b]}}, where the members of later ones win. */
    record Merge(List<Template> objects) implements Template {
        @Override
        public JsonNode render(Scope scope) throws ConditionException {
            ObjectNode merged = JsonNodeFactory.instance.objectNode();
            for (Template each : objects) {
                switch (each.render(scope)) {
                    case ObjectNode object -> merged.setAll(object);
                    case null -> {}
                    case JsonNode nothing when nothing.isNull() -> {}
                    default -> throw ConditionException.of("$merge takes objects only");
                }
            }
            return merged;
        }

        @Override
        public Set<String> references() {
            return Templates.references(objects);
        }

        @Override
        public boolean members(String variable, Set<String> into) {
            return Templates.members(objects, variable, into);
        }
    }
}
