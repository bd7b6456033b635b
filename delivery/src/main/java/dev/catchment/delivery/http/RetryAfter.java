package dev.catchment.delivery.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * The Retry-After header (RFC 9110, 10.2.3): seconds, or a date in one of HTTP's three forms (5.6.7).
 *
 * <table>
 *   <caption>What is made of it</caption>
 *   <tr><td>{@code 120}</td><td>120 seconds</td></tr>
 *   <tr><td>{@code Sun, 06 Nov 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT},
 *     {@code Sun Nov  6 08:49:37 1994}</td><td>until then; a year of two digits is the one nearest to now that is not more
 *     than fifty years ahead</td></tr>
 *   <tr><td>a date that has passed</td><td>nothing to wait for</td></tr>
 *   <tr><td>more than {@link #LONGEST}, however many digits</td><td>{@link #LONGEST}: nobody falls silent for good because
 *     of one header</td></tr>
 *   <tr><td>{@code -5}, {@code 1.5}, {@code soon}, nothing</td><td>as if it were not there</td></tr>
 * </table>
 */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofHours(24);

    private static final DateTimeFormatter ASCTIME = new DateTimeFormatterBuilder()
            .appendPattern("EEE MMM ")
            .padNext(2)
            .appendPattern("d HH:mm:ss yyyy")
            .toFormatter(Locale.ENGLISH);

    private RetryAfter() {}

    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(seconds(text));
        }
        return date(text, now).map(at -> {
            Duration wait = Duration.between(now, at);
            return wait.isNegative() ? Duration.ZERO : atMost(wait);
        });
    }

    private static Duration seconds(String digits) {
        String number = digits.replaceFirst("^0+(?=.)", "");
        return number.length() > 9 ? LONGEST : atMost(Duration.ofSeconds(Long.parseLong(number)));
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Optional<Instant> date(String text, Instant now) {
        try {
            int comma = text.indexOf(',');
            if (comma < 0) {
                return Optional.of(LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC));
            }
            DateTimeFormatter form = comma == 3 ? DateTimeFormatter.RFC_1123_DATE_TIME : rfc850(now);
            return Optional.of(ZonedDateTime.parse(text, form).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter rfc850(Instant now) {
        int base = now.atOffset(ZoneOffset.UTC).getYear() - 49;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, base)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
