package dev.catchment.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Checks a value against a structural schema and fills in its defaults, as a kube-apiserver does with strict field
 * validation. CEL rules are not looked at here.
 */
public final class SchemaCheck {

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final boolean strict;
    private final List<SchemaFinding> findings = new ArrayList<>();

    private SchemaCheck(boolean strict) {
        this.strict = strict;
    }

    /**
     * Fills the defaults into a resource and says what is wrong with it.
     *
     * @param strict whether a field the schema does not know is a finding; otherwise it is left alone
     */
    public static List<SchemaFinding> complete(KindSchema schema, ObjectNode resource, boolean strict) {
        SchemaCheck check = new SchemaCheck(strict);
        ObjectNode own = resource.deepCopy();
        own.remove(List.of("apiVersion", "kind", "metadata", "status"));
        check.object("", schema.root(), own);
        own.properties().forEach(field -> resource.set(field.getKey(), field.getValue()));
        return List.copyOf(check.findings);
    }

    private void value(String path, JsonNode schema, JsonNode value) {
        String type = schema.path("type").asText();
        if (!type.isEmpty() && !fits(type, value)) {
            add(path, "must be " + article(type) + ", but is " + describe(value));
            return;
        }
        switch (type) {
            case "object" -> object(path, schema, (ObjectNode) value);
            case "array" -> array(path, schema, (ArrayNode) value);
            case "string" -> text(path, schema, value.asText());
            case "integer", "number" -> number(path, schema, value.asDouble());
            case "" -> {
                if (schema.path("x-kubernetes-int-or-string").asBoolean() && !value.isTextual() && !value.isNumber()) {
                    add(path, "must be a number or a text, but is " + describe(value));
                }
            }
            default -> {}
        }
    }

    private void object(String path, JsonNode schema, ObjectNode object) {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.get("additionalProperties");
        for (var property : properties.properties()) {
            JsonNode given = object.get(property.getKey());
            if ((given == null || given.isNull()) && property.getValue().has("default") && !atStatus(path, property)) {
                object.set(property.getKey(), property.getValue().get("default").deepCopy());
            }
        }
        schema.path("required").forEach(name -> {
            if (!object.hasNonNull(name.asText())) {
                add(child(path, name.asText()), "is required");
            }
        });
        for (var field : object.properties()) {
            String where = child(path, field.getKey());
            if (properties.has(field.getKey())) {
                if (!field.getValue().isNull()) {
                    value(where, properties.get(field.getKey()), field.getValue());
                }
            } else if (additional != null) {
                value(where, additional, field.getValue());
            } else if (strict
                    && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                add(where, "is not a field here; " + known(properties));
            }
        }
        bounds(path, "entries", object.size(), schema, "minProperties", "maxProperties");
    }

    private static boolean atStatus(String path, Map.Entry<String, JsonNode> property) {
        return path.isEmpty() && property.getKey().equals("status");
    }

    private void array(String path, JsonNode schema, ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
            value(path + "[" + i + "]", schema.get("items"), array.get(i));
        }
        bounds(path, "items", array.size(), schema, "minItems", "maxItems");
        String listType = schema.path("x-kubernetes-list-type").asText();
        var seen = new TreeSet<String>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode key = listType.equals("map")
                    ? array.get(i)
                            .path(schema.at("/x-kubernetes-list-map-keys/0").asText())
                    : array.get(i);
            if (!listType.isEmpty() && !seen.add(key.toString())) {
                add(path + "[" + i + "]", "repeats " + key + "; each may be there once");
            }
        }
    }

    private void text(String path, JsonNode schema, String text) {
        int length = text.codePointCount(0, text.length());
        bounds(path, "characters", length, schema, "minLength", "maxLength");
        JsonNode choices = schema.path("enum");
        if (choices.isArray() && !contains(choices, text)) {
            add(path, "must be one of " + join(choices) + ", but is " + quote(text));
        }
        String pattern = schema.path("pattern").asText();
        if (!pattern.isEmpty()
                && !PATTERNS.computeIfAbsent(pattern, Pattern::compile)
                        .matcher(text)
                        .find()) {
            add(path, "must fit " + pattern + ", but is " + quote(text));
        }
    }

    private void number(String path, JsonNode schema, double number) {
        if (schema.has("minimum") && number < schema.get("minimum").asDouble()) {
            add(path, "must be at least " + plain(schema.get("minimum")));
        }
        if (schema.has("maximum") && number > schema.get("maximum").asDouble()) {
            add(path, "must be at most " + plain(schema.get("maximum")));
        }
    }

    private void bounds(String path, String what, int size, JsonNode schema, String min, String max) {
        if (schema.has(min) && size < schema.get(min).asInt()) {
            add(path, "must have at least " + schema.get(min).asInt() + " " + what);
        }
        if (schema.has(max) && size > schema.get(max).asInt()) {
            add(path, "must have at most " + schema.get(max).asInt() + " " + what);
        }
    }

    private void add(String path, String message) {
        findings.add(new SchemaFinding(path, message));
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static boolean contains(JsonNode choices, String text) {
        for (JsonNode choice : choices) {
            if (choice.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String article(String type) {
        return switch (type) {
            case "string" -> "a text";
            case "object" -> "an object";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text " + quote(value.asText());
            case NULL -> "empty";
            default -> value.toString();
        };
    }

    /** A text as it may be shown: cut, because a credential in the wrong place must not be printed whole. */
    private static String quote(String text) {
        return text.length() <= 40 ? '"' + text + '"' : '"' + text.substring(0, 37) + "...\"";
    }

    private static String known(JsonNode properties) {
        return properties.isEmpty()
                ? "none are known"
                : "known are " + String.join(", ", new TreeSet<>(names(properties)));
    }

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String join(JsonNode choices) {
        List<String> texts = new ArrayList<>();
        choices.forEach(choice -> texts.add(choice.asText()));
        return String.join(", ", texts);
    }

    private static String plain(JsonNode bound) {
        double value = bound.asDouble();
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
