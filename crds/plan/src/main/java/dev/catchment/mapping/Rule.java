package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ConditionException;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A preset or mapping in force at one destination: its fields as templates, what depends on the settings alone already
 * rendered and checked.
 *
 * @param fields in an order in which each finds resolved what it refers to
 */
record Rule(
        String name, String action, @Nullable Condition when, List<FieldSpec> fields, Map<String, Template> values) {

    /** @param program the action's, to be checked with these fields */
    static Rule bind(RuleSpec spec, Scope settings, ActionProgram program) throws MappingException {
        ActionSpec action = spec.action();
        Map<String, Template> values = new LinkedHashMap<>();
        for (FieldSpec field : action.fields().values()) {
            Template template = spec.overrides()
                    .getOrDefault(field.name(), action.defaults().get(field.name()));
            String where = spec.where() + ".fields." + field.name();
            if (template != null) {
                values.put(field.name(), checked(where, field, Templates.fold(where, template, settings)));
            }
            if (field.required() && isNothing(values.get(field.name()))) {
                throw new MappingException(
                        where, "is required, but neither the settings nor a mapping give it a value");
            }
        }
        try {
            program.check(values);
        } catch (MappingException e) {
            throw e.within(spec.where());
        }
        // Those without a value come last: they are nothing, or missed.
        Set<String> order = new LinkedHashSet<>(FieldOrder.of(spec.where(), Scope.FIELDS, values));
        order.addAll(action.fields().keySet());
        List<FieldSpec> fields = order.stream()
                .map(field -> Objects.requireNonNull(action.fields().get(field)))
                .toList();
        return new Rule(spec.name(), spec.actionName(), spec.when(), fields, values);
    }

    private static boolean isNothing(@Nullable Template template) {
        return template == null
                || (template instanceof Template.Constant constant
                        && (constant.value() == null || constant.value().isNull()));
    }

    private static Template checked(String where, FieldSpec field, Template template) throws MappingException {
        if (template instanceof Template.Constant constant
                && constant.value() != null
                && !constant.value().isNull()) {
            try {
                return new Template.Constant(field.coerce(constant.value()));
            } catch (MappingException e) {
                throw e.within(where);
            }
        }
        return template;
    }

    boolean matches(Event event) throws RefusedException {
        try {
            return when == null || when.matches(event);
        } catch (ConditionException e) {
            throw new RefusedException(Reason.FILTER_ERROR, "mapping " + name + ", when: " + e.getMessage());
        }
    }

    /** The action's fields for an event. A missing value, null and an empty text leave a field out. */
    ObjectNode resolve(Scope scope) throws RefusedException {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        Scope among = scope.withFields(resolved);
        for (FieldSpec field : fields) {
            Template template = values.get(field.name());
            JsonNode value = template == null ? null : value(field, template, among);
            if (value != null && !value.isNull()) {
                resolved.set(field.name(), value);
            } else if (field.required()) {
                throw refused(field, "is required, and the event gives no value for it");
            }
        }
        return resolved;
    }

    /** Clients send what nobody has filled in. */
    private static boolean isEmptyText(@Nullable JsonNode value) {
        return value != null && value.isTextual() && value.textValue().isEmpty();
    }

    private @Nullable JsonNode value(FieldSpec field, Template template, Scope scope) throws RefusedException {
        try {
            JsonNode value = template.render(scope);
            if (isEmptyText(value)) {
                return null;
            }
            if (value == null || value.isNull() || template instanceof Template.Constant) {
                return value;
            }
            return field.coerce(value);
        } catch (ConditionException e) {
            throw refused(field, String.valueOf(e.getMessage()));
        } catch (MappingException e) {
            throw new RefusedException(
                    Reason.FILTERED_AT_MAPPING, "mapping " + name + ", action " + action + ", field " + e.getMessage());
        }
    }

    private RefusedException refused(FieldSpec field, String problem) {
        return new RefusedException(
                Reason.FILTERED_AT_MAPPING,
                "mapping " + name + ", action " + action + ", field " + field.name() + ": " + problem);
    }
}
