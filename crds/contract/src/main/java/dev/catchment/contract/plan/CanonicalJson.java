package dev.catchment.contract.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A copy of a JSON value in which equal values are equal nodes, whoever made them: Jackson holds 1 as an IntNode or a
 * LongNode and 1.5 as a DoubleNode or a DecimalNode, and none equals the other. An integer stays apart from a decimal
 * (1 and 1.0), because expressions tell them apart.
 */
final class CanonicalJson {
    /** Decimals up to here are written out; beyond, with an exponent. */
    private static final int MOST_ZEROS = 20;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for a node that no JSON text has, such as NaN */
    static JsonNode of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                value.properties().forEach(field -> copy.set(field.getKey(), of(field.getValue())));
                yield copy;
            }
            case ARRAY -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
                value.forEach(element -> copy.add(of(element)));
                yield copy;
            }
            case NUMBER -> value.isIntegralNumber() ? integer(value.bigIntegerValue()) : decimal(value);
            case STRING, BOOLEAN, NULL -> value;
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException("a plan document holds JSON only, not " + value.getNodeType());
        };
    }

    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private static JsonNode decimal(JsonNode value) {
        // The shortest text of a double or float, not its binary expansion.
        BigDecimal decimal =
                (value.isBigDecimal() ? value.decimalValue() : new BigDecimal(value.asText())).stripTrailingZeros();
        boolean writtenOut = decimal.scale() <= 0 && decimal.scale() >= -MOST_ZEROS;
        return DecimalNode.valueOf(writtenOut ? decimal.setScale(1) : decimal);
    }
}
