package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as CEL sees it, and back. Objects and arrays are views that convert what is asked for; a view that comes back
 * is the very JSON it was made of, numbers as written. Integers are int or, up to 2^64, uint; all other numbers are
 * double, infinite where a double cannot hold them.
 */
public final class JsonValues {
    private JsonValues() {}

    /** @param node never changed while the value is in use */
    public static Object toCel(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new JsonObjectView((ObjectNode) node);
            case ARRAY -> new JsonArrayView((ArrayNode) node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> NullValue.NULL_VALUE;
        };
    }

    public static Map<String, Object> view(ObjectNode node) {
        return new JsonObjectView(node);
    }

    private static Object number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.isBigDecimal() ? toDouble(node.decimalValue()) : node.doubleValue();
        }
        if (node.canConvertToLong()) {
            return node.longValue();
        }
        BigInteger big = node.bigIntegerValue();
        return big.signum() > 0 && big.bitLength() <= 64 ? UnsignedLong.valueOf(big) : big.doubleValue();
    }

    /** Decides by the exponent first: expanding 1e999999999 would take minutes and a gigabyte. */
    private static double toDouble(BigDecimal decimal) {
        long magnitude = (long) decimal.precision() - decimal.scale();
        if (decimal.signum() == 0 || magnitude < -400) {
            return 0;
        }
        if (magnitude > 400) {
            return decimal.signum() > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return decimal.doubleValue();
    }

    /**
     * @return null for an optional without a value
     * @throws ConditionException for what JSON cannot hold
     */
    static @Nullable JsonNode toJson(Object value) throws ConditionException {
        return switch (value) {
            case JsonObjectView view -> view.node();
            case JsonArrayView view -> view.node();
            case String text -> TextNode.valueOf(text);
            case Boolean bool -> BooleanNode.valueOf(bool);
            case Long number -> LongNode.valueOf(number);
            case UnsignedLong number -> BigIntegerNode.valueOf(number.bigIntegerValue());
            case Double number -> finite(number);
            case NullValue nothing -> JsonNodeFactory.instance.nullNode();
            case Instant time -> TextNode.valueOf(time.toString());
            case CelByteString bytes -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Optional<?> optional -> optional.isPresent() ? toJson(optional.get()) : null;
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            default ->
                throw ConditionException.of(
                        "the expression gives a " + value.getClass().getSimpleName() + ", which JSON cannot hold");
        };
    }

    private static JsonNode finite(double number) throws ConditionException {
        if (Double.isFinite(number)) {
            return DoubleNode.valueOf(number);
        }
        throw ConditionException.of("the expression gives a number that JSON cannot hold");
    }

    private static JsonNode object(Map<?, ?> map) throws ConditionException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            JsonNode value = toJson(entry.getValue());
            if (value != null) {
                object.set(String.valueOf(entry.getKey()), value);
            }
        }
        return object;
    }

    private static JsonNode array(List<?> list) throws ConditionException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(list.size());
        for (Object element : list) {
            JsonNode value = toJson(element);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }
}
