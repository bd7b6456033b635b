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

/** Times as SDKs write them: ISO 8601 with or without zone and fraction, a date, or epoch milliseconds. */
public final class EventTime {
    private static final DateTimeFormatter OUT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private EventTime() {}

    public static String format(Instant time) {
        return OUT.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    public static Optional<Instant> parse(@Nullable JsonNode value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return parse(value.textValue());
        }
        return value.isIntegralNumber() && value.canConvertToLong()
                ? Optional.of(Instant.ofEpochMilli(value.longValue()))
                : Optional.empty();
    }

    static Optional<Instant> parse(@Nullable String text) {
        if (text == null || text.length() < 10 || text.length() > 43) {
            return Optional.empty();
        }
        String iso = text.charAt(10 < text.length() ? 10 : 0) == ' ' ? text.replaceFirst(" ", "T") : text;
        try {
            return Optional.of(parseIso(iso));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant parseIso(String iso) {
        if (iso.length() == 10) {
            return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (iso.endsWith("Z")) {
            return Instant.parse(iso);
        }
        int zone = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (zone < 11) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
        boolean basic = iso.length() - zone == 5 && iso.indexOf(':', zone) < 0;
        String extended = basic ? iso.substring(0, zone + 3) + ":" + iso.substring(zone + 3) : iso;
        return OffsetDateTime.parse(extended).toInstant();
    }
}
