package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From one type to another. Nothing is guessed: what is no number gives null, or the default. */
final class CastFunctions {
    private static final CelType DYN = SimpleType.DYN;
    /** JSON's numbers, of at most 100 digits and an exponent of three. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,49})(\\.[0-9]{1,49})?([eE][+-]?[0-9]{1,3})?");

    private static final int NUMBER_CHARS = 110;
    private static final int MOST_DIGITS = 15;

    private CastFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of("text", DYN, List.of(DYN), CastFunctions::text)
                        .takingMissingAsWritten(),
                LibraryFunction.of("toText", DYN, List.of(DYN), CastFunctions::toText)
                        .takingMissingAsWritten()
                        .asSlow(),
                LibraryFunction.of("toNumber", DYN, List.of(DYN, DYN), CastFunctions::toNumber)
                        .optional(1)
                        .takingMissingAsWritten(),
                LibraryFunction.of("toInteger", DYN, List.of(DYN, DYN), CastFunctions::toInteger)
                        .optional(1)
                        .takingMissingAsWritten(),
                LibraryFunction.of("toBool", DYN, List.of(DYN), CastFunctions::toBool)
                        .takingMissing(),
                LibraryFunction.of("toList", DYN, List.of(DYN), CastFunctions::toList)
                        .takingMissing(),
                LibraryFunction.of("round", DYN, List.of(DYN, SimpleType.INT), CastFunctions::round)
                        .optional(1));
    }

    private static Object text(Arguments arguments) {
        if (arguments.isMissing(0)) {
            throw CelAttributeNotFoundException.of("text");
        }
        Object value = arguments.value(0);
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            throw arguments.refusal(0, "a text, number, truth value or time");
        }
        return toText(arguments);
    }

    private static Object toText(Arguments arguments) {
        return switch (arguments.value(0)) {
            case NullValue nothing -> nothing;
            case String text -> text;
            case List<?> list -> EncodingFunctions.encode(arguments);
            case Map<?, ?> map -> EncodingFunctions.encode(arguments);
            default -> plain(arguments.json(0));
        };
    }

    /** A scalar as text: numbers as JSON writes them, whole ones without a fraction. */
    static String plain(JsonNode scalar) {
        if (scalar.isTextual()) {
            return scalar.textValue();
        }
        double number = scalar.isDouble() ? scalar.doubleValue() : Double.NaN;
        return number == Math.rint(number) && Math.abs(number) < 0x1p53
                ? Long.toString((long) number)
                : scalar.toString();
    }

    private static Object toNumber(Arguments arguments) {
        JsonNode number = number(arguments.value(0));
        return number == null ? otherwise(arguments) : JsonValues.toCel(number);
    }

    /** Cuts the fraction off. */
    private static Object toInteger(Arguments arguments) {
        JsonNode number = number(arguments.value(0));
        if (number == null) {
            return otherwise(arguments);
        }
        BigDecimal decimal = number.decimalValue();
        if ((long) decimal.precision() - decimal.scale() > 19) {
            return otherwise(arguments);
        }
        Object whole = JsonValues.toCel(JsonNodeFactory.instance.numberNode(
                decimal.setScale(0, RoundingMode.DOWN).toBigIntegerExact()));
        return whole instanceof Long ? whole : otherwise(arguments);
    }

    private static Object otherwise(Arguments arguments) {
        return arguments.count() == 1 ? NullValue.NULL_VALUE : JsonValues.toCel(arguments.json(1));
    }

    /** @return null if it is none */
    private static @Nullable JsonNode number(Object value) {
        return switch (value) {
            case JsonNode number -> number;
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case UnsignedLong number -> JsonNodeFactory.instance.numberNode(number.bigIntegerValue());
            case Double number -> Double.isFinite(number) ? JsonNodeFactory.instance.numberNode(number) : null;
            case String text -> ofText(text.strip());
            default -> null;
        };
    }

    private static @Nullable JsonNode ofText(String text) {
        if (text.length() > NUMBER_CHARS || !NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal decimal = new BigDecimal(text);
        boolean whole = decimal.scale() == 0;
        return whole
                ? JsonNodeFactory.instance.numberNode(decimal.toBigIntegerExact())
                : JsonNodeFactory.instance.numberNode(decimal);
    }

    private static Object toBool(Arguments arguments) {
        return switch (arguments.value(0)) {
            case Boolean bool -> bool;
            case Long number when number == 0 || number == 1 -> number == 1;
            case Double number when number == 0 || number == 1 -> number == 1;
            case String text ->
                switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "1", "yes" -> true;
                    case "false", "0", "no" -> false;
                    default -> NullValue.NULL_VALUE;
                };
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object toList(Arguments arguments) {
        return switch (arguments.value(0)) {
            case NullValue nothing -> List.of();
            case List<?> list -> list;
            case Object value -> List.of(value);
        };
    }

    /** Halves away from zero, of the decimal digits that the number is written with. */
    private static Object round(Arguments arguments) {
        int digits = arguments.count() == 1 ? 0 : arguments.integer(1, 0, MOST_DIGITS);
        return switch (arguments.value(0)) {
            case Long number -> number;
            case UnsignedLong number -> number;
            case Double number
            when Double.isFinite(number) -> {
                BigDecimal rounded = BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP);
                boolean whole = digits == 0 && rounded.precision() <= 18;
                yield whole ? (Object) rounded.longValueExact() : (Object) rounded.doubleValue();
            }
            default -> throw arguments.refusal(0, "a number");
        };
    }
}
