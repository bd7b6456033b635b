package dev.catchment.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:07Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                               | PT0S",
                "7                               | PT7S",
                "  007                           | PT7S",
                "Fri, 06 Nov 2026 08:49:37 GMT   | PT30S",
                "Fri, 6 Nov 2026 08:49:37 GMT    | PT30S",
                "Friday, 06-Nov-26 08:49:37 GMT  | PT30S",
                "Fri Nov  6 08:49:37 2026        | PT30S",
                "Tue Nov 10 08:49:07 2026        | PT24H",
                "Sun, 06 Nov 1994 08:49:37 GMT   | PT0S",
                "Sunday, 06-Nov-94 08:49:37 GMT  | PT0S",
                "Sun Nov  6 08:49:37 1994        | PT0S",
                "Friday, 06-Nov-76 08:49:37 GMT  | PT24H",
                "86401                           | PT24H",
                "2147483648                      | PT24H",
                "99999999999999999999999999999   | PT24H",
                "Fri, 31 Dec 9999 23:59:59 GMT   | PT24H"
            })
    void secondsAndDatesAreUnderstood(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-5",
                "+5",
                "1.5",
                "5s",
                "soon",
                "\u0665",
                "Fri, 06 Nov 2026",
                "Fri, 99 Nov 2026 08:49:37 GMT",
                "Thu, 06 Nov 2026 08:49:37 GMT",
                "2026-11-06T08:49:37Z",
                ",",
                "Friday, 06-Nov-26 08:49:37 CET"
            })
    void whatIsNeitherCountsAsAbsent(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
