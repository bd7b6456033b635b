package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.primitives.UnsignedLong;
import dev.catchment.contract.frame.EventTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as events carry them: ISO 8601 with or without zone and fraction, or a number (also as text) of seconds or
 * milliseconds since 1970. Of the years 0 to 9999.
 */
public final class Times {
    /** Seconds that are more than this are milliseconds: those of March 1973, where the seconds reach the year 5138. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final int NUMBER_CHARS = 26;

    private Times() {}

    /** The time that a JSON value stands for. */
    public static Optional<Instant> of(JsonNode value) {
        return parse(JsonValues.toCel(value));
    }

    /** @param value a CEL value */
    static Optional<Instant> parse(Object value) {
        return switch (value) {
            case Instant time -> Optional.of(time).filter(EventTime::inRange);
            case String text -> parse(text);
            case Long number -> ofNumber(BigDecimal.valueOf(number));
            case UnsignedLong number -> ofNumber(new BigDecimal(number.bigIntegerValue()));
            case Double number -> Double.isFinite(number) ? ofNumber(BigDecimal.valueOf(number)) : Optional.empty();
            case JsonNode number when number.isNumber() -> parse(JsonValues.toCel(number));
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() <= NUMBER_CHARS && NUMBER.matcher(trimmed).matches()) {
            return ofNumber(new BigDecimal(trimmed));
        }
        return EventTime.parse(TextNode.valueOf(trimmed));
    }

    private static Optional<Instant> ofNumber(BigDecimal number) {
        BigDecimal seconds = number.abs().compareTo(MOST_SECONDS) < 0 ? number : number.movePointLeft(3);
        if (seconds.abs().compareTo(MOST_SECONDS.movePointRight(3)) >= 0) {
            return Optional.empty();
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole)
                .movePointRight(9)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
        return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos)).filter(EventTime::inRange);
    }
}
