package dev.catchment.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people give it: ISO 8601, or how long ago. */
final class PointInTime implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public Instant convert(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return Instant.now().minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is no time: write 2026-01-31T12:00:00Z, or how long ago, such as 90s, 30m, 24h, 7d");
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
