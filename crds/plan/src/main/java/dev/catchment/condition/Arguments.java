package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a function was called with. What it refuses names function, place and expected type, never the value. */
final class Arguments {
    private final String function;
    private final Object[] values;

    Arguments(String function, Object[] values) {
        this.function = function;
        this.values = values;
    }

    int count() {
        return values.length;
    }

    /** A CEL value; null for null, an optional without a value and a missing path. */
    Object value(int index) {
        Object value = values[index] instanceof Optional<?> optional ? optional.orElse(null) : values[index];
        return value == null ? NullValue.NULL_VALUE : value;
    }

    boolean isNull(int index) {
        return value(index) == NullValue.NULL_VALUE;
    }

    boolean isMissing(int index) {
        return values[index] instanceof Optional<?> optional && optional.isEmpty();
    }

    String text(int index) {
        if (value(index) instanceof String text) {
            return text;
        }
        throw refusal(index, "a text");
    }

    /** A whole number from {@code least} to {@code most}. */
    int integer(int index, int least, int most) {
        if (value(index) instanceof Long number && number >= least && number <= most) {
            return Math.toIntExact(number);
        }
        throw refusal(index, "a whole number from " + least + " to " + most);
    }

    boolean bool(int index) {
        if (value(index) instanceof Boolean bool) {
            return bool;
        }
        throw refusal(index, "true or false");
    }

    /** Bytes, or a text's bytes in UTF-8. */
    byte[] bytes(int index) {
        return switch (value(index)) {
            case CelByteString bytes -> bytes.toByteArray();
            case String text -> Utf8.bytes(text);
            default -> throw refusal(index, "a text or bytes");
        };
    }

    ObjectNode object(int index) {
        if (value(index) instanceof Map<?, ?> && json(index) instanceof ObjectNode object) {
            return object;
        }
        throw refusal(index, "a map");
    }

    ArrayNode list(int index) {
        if (value(index) instanceof List<?> && json(index) instanceof ArrayNode array) {
            return array;
        }
        throw refusal(index, "a list");
    }

    /** The value as JSON: the very nodes of a view. */
    JsonNode json(int index) {
        return json(value(index));
    }

    private JsonNode json(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        try {
            JsonNode node = JsonValues.toJson(value);
            return node == null ? JsonNodeFactory.instance.nullNode() : node;
        } catch (ConditionException e) {
            throw failure("JSON cannot hold the value");
        }
    }

    /** That the argument must be something else. */
    CelRuntimeException refusal(int index, String expected) {
        String place = values.length == 1 ? "" : " as argument " + (index + 1);
        String hint = expected.equals("a text") && isScalar(value(index)) ? "; toText() makes one" : "";
        return failure("needs " + expected + place + ", not " + kind(value(index), expected) + hint);
    }

    CelRuntimeException failure(String problem) {
        return FunctionFailure.of(function + "() " + problem);
    }

    private static boolean isScalar(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof JsonNode;
    }

    private static String kind(Object value, String expected) {
        return switch (value) {
            case NullValue nothing -> "null";
            case String text -> "a text";
            case Boolean bool -> "true or false";
            case Number number -> expected.startsWith("a whole number") ? "another number" : "a number";
            case JsonNode number -> "a number";
            case CelByteString bytes -> "bytes";
            case Instant time -> "a time";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            default -> "a value of another kind";
        };
    }
}
