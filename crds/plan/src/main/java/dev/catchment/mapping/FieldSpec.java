package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a type or a field of an action.
 *
 * @param multiple its value is a list; a single value becomes a list of one
 * @param secret comes from a Secret, never from {@code config}
 * @param pattern what a text must match as a whole
 * @param properties what is known of an object's members
 */
record FieldSpec(
        String name,
        FieldType type,
        boolean multiple,
        boolean required,
        boolean secret,
        @Nullable Pattern pattern,
        @Nullable JsonNode defaultValue,
        Map<String, FieldSpec> properties) {

    static FieldSpec read(String name, SpecReader spec, boolean setting) throws MappingException {
        if (setting) {
            spec.only("type", "description", "required", "default", "secret", "pattern", "multiple");
            if (spec.flag("secret") && spec.value("default") != null) {
                throw spec.at("default").problem("a secret has no default");
            }
        } else {
            spec.only("type", "description", "required", "default", "pattern", "multiple", "properties");
        }
        return new FieldSpec(
                name,
                spec.fieldType("type"),
                spec.flag("multiple"),
                spec.flag("required"),
                spec.flag("secret"),
                spec.pattern("pattern"),
                spec.value("default"),
                members(spec));
    }

    private static Map<String, FieldSpec> members(SpecReader spec) throws MappingException {
        return spec.members("properties", (name, member) -> {
            member.only("type", "description", "required", "pattern", "multiple", "properties");
            return read(name, member, false);
        });
    }

    /**
     * Brings a value to the declared type.
     *
     * @throws MappingException if it does not fit; names the field, says the types and never the value
     */
    JsonNode coerce(JsonNode value) throws MappingException {
        if (!multiple) {
            return coerceOne(value);
        }
        if (!(value instanceof ArrayNode array)) {
            return JsonNodeFactory.instance.arrayNode().add(coerceOne(value));
        }
        ArrayNode coerced = array.arrayNode(array.size());
        for (JsonNode element : array) {
            coerced.add(coerceOne(element));
        }
        return coerced;
    }

    private JsonNode coerceOne(JsonNode value) throws MappingException {
        JsonNode coerced = type.coerce(value);
        if (coerced == null) {
            String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
            throw new MappingException(
                    name, "must be of type " + type.wireName() + ", but the " + kind + " given cannot be read as one");
        }
        if (pattern != null && coerced.isTextual()) {
            requireMatch(coerced.textValue());
        }
        return properties.isEmpty() ? coerced : coerceMembers((ObjectNode) coerced);
    }

    void requireMatch(String text) throws MappingException {
        if (pattern != null && !pattern.matcher(text).matches()) {
            throw new MappingException(name, "does not match " + pattern.pattern());
        }
    }

    private ObjectNode coerceMembers(ObjectNode object) throws MappingException {
        ObjectNode coerced = object.objectNode();
        coerced.setAll(object);
        for (FieldSpec member : properties.values()) {
            JsonNode value = object.get(member.name);
            if (value != null && !value.isNull()) {
                try {
                    coerced.set(member.name, member.coerce(value));
                } catch (MappingException e) {
                    throw e.within(name);
                }
            } else if (member.required) {
                throw new MappingException(name, member.name + ": is required");
            }
        }
        return coerced;
    }
}
