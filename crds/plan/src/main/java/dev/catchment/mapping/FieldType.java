package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.Times;
import dev.catchment.contract.frame.EventTime;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types of settings and fields, and how a value is brought to them. Nothing is guessed: what does not fit is refused. */
enum FieldType {
    STRING,
    TEXT,
    NUMBER,
    INTEGER,
    DATETIME,
    BOOLEAN,
    OBJECT;

    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,3})?");
    /** More digits than any tool takes; the bound keeps 1e999999999 from being written out. */
    private static final int MAX_DIGITS = 100;

    static Optional<FieldType> of(String name) {
        for (FieldType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the value in this type; null if it does not fit */
    @Nullable JsonNode coerce(JsonNode value) {
        return switch (this) {
            case STRING, TEXT -> text(value);
            case NUMBER -> number(value);
            case INTEGER -> integer(value);
            case DATETIME ->
                Times.of(value)
                        .map(time -> TextNode.valueOf(EventTime.format(time)))
                        .orElse(null);
            case BOOLEAN -> bool(value);
            case OBJECT -> value.isObject() ? value : null;
        };
    }

    private static @Nullable JsonNode text(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value;
            case NUMBER, BOOLEAN -> TextNode.valueOf(JsonText.plain(value));
            default -> null;
        };
    }

    private static @Nullable JsonNode number(JsonNode value) {
        if (value.isNumber()) {
            return value;
        }
        if (!value.isTextual() || !JSON_NUMBER.matcher(value.textValue()).matches()) {
            return null;
        }
        return DecimalNode.valueOf(new BigDecimal(value.textValue()));
    }

    private static @Nullable JsonNode integer(JsonNode value) {
        JsonNode number = number(value);
        if (number == null || number.isIntegralNumber()) {
            return number;
        }
        if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
            return null;
        }
        BigDecimal decimal = number.decimalValue();
        if (decimal.signum() == 0) {
            return LongNode.valueOf(0);
        }
        if ((long) decimal.precision() - decimal.scale() > MAX_DIGITS
                || decimal.stripTrailingZeros().scale() > 0) {
            return null;
        }
        return decimal.precision() - decimal.scale() < 19
                ? LongNode.valueOf(decimal.longValueExact())
                : BigIntegerNode.valueOf(decimal.toBigIntegerExact());
    }

    private static @Nullable JsonNode bool(JsonNode value) {
        if (value.isBoolean()) {
            return value;
        }
        return switch (value.isTextual() ? value.textValue() : "") {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> null;
        };
    }
}
