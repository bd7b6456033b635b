package dev.catchment.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a schema says of one field, in words and in Markdown that a table may hold. */
final class FieldWords {
    /** Patterns that the page explains once. */
    private static final Map<String, String> KNOWN_PATTERNS = Map.of(
            "^[1-9][0-9]{0,5}(s|m|h|d)$",
            "a [duration](#duration)",
            "^([1-9][0-9]{0,14}|[1-9][0-9]{0,5}(Ki|Mi|Gi|Ti))$",
            "a [size](#size)",
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})$",
            "a [time](#time)",
            "^[-._a-zA-Z0-9]+$",
            "letters, digits, `-`, `_` and `.`",
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            "a [DNS label](#label)",
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
            "a [DNS name](#label)");

    private static final String NAME = "metadata.name";

    private FieldWords() {}

    /** An anchor of a kind, or of a field as {@code Kind.path}. */
    static String anchor(String path) {
        return path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    }

    /** @param link to the table of the object that the field is or holds; empty: it has none */
    static String type(JsonNode field, String link) {
        if (field.has("items")) {
            return "list of " + type(field.get("items"), link);
        } else if (field.has("additionalProperties")) {
            return "map of " + type(field.get("additionalProperties"), link);
        } else if (field.path("x-kubernetes-int-or-string").asBoolean()) {
            return "number or text";
        } else if (!link.isEmpty()) {
            return link;
        }
        return switch (field.path("type").asText()) {
            case "string" -> field.path("format").asText().equals("date-time") ? "time" : "text";
            case "integer" -> "whole number";
            case "boolean" -> "true or false";
            case "" -> "any JSON";
            default -> field.path("type").asText();
        };
    }

    static String defaultOf(JsonNode field) {
        return field.has("default") ? code(field.get("default").toString()) : "";
    }

    static String allowed(JsonNode field) {
        List<String> words = new ArrayList<>();
        List<String> choices = new ArrayList<>();
        field.path("enum").forEach(each -> choices.add(code(each.asText())));
        if (!choices.isEmpty()) {
            words.add(String.join(", ", choices));
        }
        range(field, "minimum", "maximum", "", words);
        String pattern = field.path("pattern").asText();
        String known = KNOWN_PATTERNS.get(pattern);
        // of the others the length follows from the form
        if (known == null || known.contains("#label") || known.startsWith("letters")) {
            range(field, "minLength", "maxLength", " characters", words);
        }
        range(field, "minItems", "maxItems", " items", words);
        range(field, "minProperties", "maxProperties", " entries", words);
        if (!pattern.isEmpty()) {
            words.add(known == null ? code(pattern) : known);
        }
        if (field.path("x-kubernetes-list-type").asText().equals("set")) {
            words.add("each once");
        }
        field.path("x-kubernetes-list-map-keys").forEach(key -> words.add("each `" + key.asText() + "` once"));
        JsonNode inside = field.has("items") ? field.get("items") : field.path("additionalProperties");
        String each = inside.isObject() ? allowed(inside) : "";
        if (!each.isEmpty()) {
            words.add("each: " + each);
        }
        return String.join("; ", words);
    }

    private static void range(JsonNode field, String min, String max, String unit, List<String> words) {
        String least = field.has(min) ? number(field.get(min)) : "";
        String most = field.has(max) ? number(field.get(max)) : "";
        if (!least.isEmpty() && !most.isEmpty()) {
            words.add(least.equals(most) ? least + unit : least + " to " + most + unit);
        } else if (!least.isEmpty()) {
            words.add("at least " + least + unit);
        } else if (!most.isEmpty()) {
            words.add("up to " + most + unit);
        }
    }

    private static String number(JsonNode value) {
        double number = value.asDouble();
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Whether a rule of an object forbids to change one of its fields. */
    static boolean immutable(JsonNode object, String field) {
        for (JsonNode rule : object.path("x-kubernetes-validations")) {
            if (rule.path("rule").asText().contains("oldSelf")
                    && rule.path("fieldPath").asText().equals("." + field)) {
                return true;
            }
        }
        return false;
    }

    static String sentence(JsonNode rule) {
        return sentence("", rule);
    }

    /** @param prefix of the object that the rule is about, such as {@code when.} */
    static String sentence(String prefix, JsonNode rule) {
        String message = rule.path("message").asText();
        String field = rule.path("fieldPath").asText();
        String about = field.isEmpty()
                ? prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1)
                : prefix + field.substring(1);
        if (message.startsWith(NAME + " ")) {
            return code(NAME) + prose(message.substring(NAME.length())) + ".";
        }
        String text = about.isEmpty()
                ? prose(message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1))
                : code(about) + (field.isEmpty() ? ": " : " ") + prose(message);
        return text.endsWith(".") ? text : text + ".";
    }

    /** Text that is not Markdown, as Markdown in a table. */
    static String prose(String text) {
        return text.replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("${...}", "`${...}`");
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
