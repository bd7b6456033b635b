package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.Iterator;
import java.util.Map;

/** What FQL knows of JSON values: what they are, when two are the same, and which number is greater. */
final class Values {
    /** The length of what has none: equal to nothing, and neither less nor greater than anything. */
    static final JsonNode NOT_A_NUMBER = DoubleNode.valueOf(Double.NaN);

    private Values() {}

    static Type type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> Type.STRING;
            case NUMBER -> Type.NUMBER;
            case BOOLEAN -> Type.BOOL;
            case ARRAY -> Type.LIST;
            case OBJECT -> Type.OBJECT;
            default -> Type.NULL;
        };
    }

    /**
     * Of the same type and equal. Numbers are compared by their value, exactly, whatever they look like; lists element by
     * element; objects as their JSON text, so that the order of their members matters.
     */
    static boolean same(JsonNode one, JsonNode other) {
        Type type = type(one);
        if (type != type(other)) {
            return false;
        }
        return switch (type) {
            case STRING -> one.textValue().equals(other.textValue());
            case NUMBER -> compare(one, other) == Order.EQUAL;
            case BOOL -> one.booleanValue() == other.booleanValue();
            case LIST -> sameElements(one, other);
            case OBJECT -> sameMembers(one, other);
            default -> true;
        };
    }

    private static boolean sameElements(JsonNode one, JsonNode other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = same(one.get(i), other.get(i));
        }
        return same;
    }

    private static boolean sameMembers(JsonNode one, JsonNode other) {
        boolean same = one.size() == other.size();
        Iterator<Map.Entry<String, JsonNode>> others = other.properties().iterator();
        for (Map.Entry<String, JsonNode> member : one.properties()) {
            Map.Entry<String, JsonNode> next = same ? others.next() : member;
            same = same && member.getKey().equals(next.getKey()) && same(member.getValue(), next.getValue());
        }
        return same;
    }

    /** How two numbers stand to each other. */
    enum Order {
        LESS,
        EQUAL,
        GREATER,
        NONE
    }

    /** @return NONE unless both are numbers */
    static Order compare(JsonNode one, JsonNode other) {
        if (!one.isNumber() || !other.isNumber() || isNaN(one) || isNaN(other)) {
            return Order.NONE;
        }
        boolean small = one.canConvertToLong()
                && one.isIntegralNumber()
                && other.canConvertToLong()
                && other.isIntegralNumber();
        int sign = small
                ? Long.compare(one.longValue(), other.longValue())
                : one.decimalValue().compareTo(other.decimalValue());
        return sign < 0 ? Order.LESS : sign > 0 ? Order.GREATER : Order.EQUAL;
    }

    private static boolean isNaN(JsonNode number) {
        return number.isDouble() && Double.isNaN(number.doubleValue());
    }
}
