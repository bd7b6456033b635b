package dev.catchment.contract.frame;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as SDKs write them: ISO 8601 with or without zone and fraction, a date, or epoch milliseconds; of the years 0
 * to 9999, which are all that ISO 8601 writes with four digits and that tools read back.
 */
public final class EventTime {
    private static final DateTimeFormatter OUT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.ofEpochMilli(FrameLayout.RECEIVED_END);
    private static final int DATE_CHARS = 10;
    private static final int MOST_CHARS = 43;

    private EventTime() {}

    /** In UTC, with milliseconds. */
    public static String format(Instant time) {
        return inRange(time) ? UtcMillis.format(time) : OUT.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Whether {@link #format} writes it so that tools read it back. */
    public static boolean inRange(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    public static Optional<Instant> parse(@Nullable JsonNode value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return parse(value.textValue());
        }
        return value.isNumber() && value.canConvertToLong()
                ? Optional.of(Instant.ofEpochMilli(value.longValue())).filter(EventTime::inRange)
                : Optional.empty();
    }

    static Optional<Instant> parse(@Nullable String text) {
        if (text == null || text.length() < DATE_CHARS || text.length() > MOST_CHARS) {
            return Optional.empty();
        }
        Instant usual = UtcMillis.parse(text);
        if (usual != null) {
            return Optional.of(usual);
        }
        try {
            return Optional.of(parseIso(text)).filter(EventTime::inRange);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant parseIso(String text) {
        if (text.length() == DATE_CHARS) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.charAt(DATE_CHARS) == ' ' ? text.replaceFirst(" ", "T") : text;
        int zone = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (zone > DATE_CHARS) {
            return OffsetDateTime.parse(withMinutes(iso, zone)).toInstant();
        }
        boolean utc = iso.endsWith("Z") || iso.endsWith("z");
        String local = utc ? iso.substring(0, iso.length() - 1) : iso;
        return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC);
    }

    /** {@code +02:00} of the offset's shorter forms {@code +0200} and {@code +02}. */
    private static String withMinutes(String iso, int zone) {
        String offset = iso.substring(zone);
        return switch (offset.length()) {
            case 3 -> iso + ":00";
            case 5 -> iso.substring(0, zone + 3) + ":" + iso.substring(zone + 3);
            default -> iso;
        };
    }
}
