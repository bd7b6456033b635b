package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame here was received at 2026-01-02T03:04:05.678Z. */
class EventTimeTest {
    private static final String RECEIVED = "2026-01-02T03:04:05.678Z";

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.678901234Z, 2026-01-02T03:04:05.678901234Z", // Go
        "2026-01-02T03:04:05.678901+00:00, 2026-01-02T03:04:05.678901Z", // Python
        "2026-01-02T03:04:05.678z, 2026-01-02T03:04:05.678Z",
        "2026-01-02T05:04:05+02:00, 2026-01-02T03:04:05Z",
        "2026-01-02T05:04:05+0200, 2026-01-02T03:04:05Z",
        "2026-01-02 01:34:05-0130, 2026-01-02T03:04:05Z",
        "2026-01-02 05:04:05+02, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05, 2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05.5, 2026-01-02T03:04:05.5Z",
        "2026-01-02T03:04Z, 2026-01-02T03:04:00Z",
        "2026-01-02, 2026-01-02T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void timesAsSdksWriteThem(String text, Instant time) {
        assertThat(EventTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "yesterday!",
                "2026-13-01",
                "2026-02-30T00:00:00Z",
                "2026-02-30T00:00:00.000Z",
                "2026-01-02T24:00:00.000Z",
                "2026-01-02T23:60:00.000Z",
                "2026-01-02T23:59:60.000Z",
                "2026-01-02T23:59:59.00OZ",
                "2026-01-02T25:00:00Z",
                "2026-01-02T03:04:05+25:00",
                "1767323045678",
                "02/01/2026 03:04",
                "2026-01-02T",
                "2026-01-02+02:00",
                "+2026-01-02T03:04:05Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "0000-01-01T00:00:00+02:00",
                "9999-12-31T23:59:59-02:00",
                "2026-01-02T03:04:05.1234567890Z",
                "2026-01-02T03:04:05ZZ",
                "2026-01-02T03:04:05 UTC",
                "２０２６-01-02T03:04:05Z",
                "          ",
                "T+T+T+T+T+T+T+T+"
            })
    void whatIsNoTime(String text) {
        assertThat(EventTime.parse(text)).isEmpty();
    }

    @Test
    void numbersAreMillisecondsSince1970() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThat(EventTime.parse(nodes.numberNode(1_767_323_045_678L))).contains(Instant.parse(RECEIVED));
        assertThat(EventTime.parse(nodes.numberNode(1.767323045678e12))).contains(Instant.parse(RECEIVED));
        assertThat(EventTime.parse(nodes.numberNode(0))).contains(Instant.EPOCH);
        assertThat(EventTime.parse(nodes.numberNode(Long.MAX_VALUE))).isEmpty();
        assertThat(EventTime.parse(nodes.numberNode(Long.MIN_VALUE))).isEmpty();
        assertThat(EventTime.parse(nodes.numberNode(new java.math.BigDecimal("1e400"))))
                .isEmpty();
        assertThat(EventTime.parse(nodes.numberNode(new java.math.BigInteger("9".repeat(30)))))
                .isEmpty();
        assertThat(EventTime.parse(nodes.booleanNode(true))).isEmpty();
        assertThat(EventTime.parse(nodes.objectNode())).isEmpty();
        assertThat(EventTime.parse(nodes.nullNode())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // envelope | event | originalTimestamp | sentAt | timestamp
                // No sentAt: the client's time is taken as it is.
                "{} | {'timestamp':'2026-01-01T00:00:00Z'} | '2026-01-01T00:00:00Z' | 2026-01-02T03:04:05.678Z | 2026-01-01T00:00:00.000Z",
                // A clock ten minutes fast: corrected.
                "{'sentAt':'2026-01-02T03:14:05.678Z'} | {'timestamp':'2026-01-02T03:14:04Z'} | '2026-01-02T03:14:04Z' | 2026-01-02T03:14:05.678Z | 2026-01-02T03:04:04.000Z",
                // Go's nanoseconds and Python's offset stay as they were in originalTimestamp.
                "{'sentAt':'2026-01-02T03:04:05.678000001Z'} | {'timestamp':'2026-01-02T03:04:05.123456789Z'} | '2026-01-02T03:04:05.123456789Z' | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.123Z",
                "{'sentAt':'2026-01-02T03:04:05.678000+00:00'} | {'timestamp':'2026-01-02T03:03:05.123456+00:00'} | '2026-01-02T03:03:05.123456+00:00' | 2026-01-02T03:04:05.678Z | 2026-01-02T03:03:05.123Z",
                "{'sentAt':'2026-01-02T03:04:05.678Z'} | {'timestamp':1767322985678} | 1767322985678 | 2026-01-02T03:04:05.678Z | 2026-01-02T03:03:05.678Z",
                // RudderStack sends originalTimestamp only; if both are there it counts.
                "{} | {'originalTimestamp':'2026-01-01T00:00:00Z'} | '2026-01-01T00:00:00Z' | 2026-01-02T03:04:05.678Z | 2026-01-01T00:00:00.000Z",
                "{} | {'originalTimestamp':'2026-01-01T00:00:00Z','timestamp':'2025-01-01'} | '2026-01-01T00:00:00Z' | 2026-01-02T03:04:05.678Z | 2026-01-01T00:00:00.000Z",
                "{} | {'originalTimestamp':null,'timestamp':'2025-01-01'} | '2025-01-01' | 2026-01-02T03:04:05.678Z | 2025-01-01T00:00:00.000Z",
                "{} | {'originalTimestamp':'odd','timestamp':'2025-01-01'} | 'odd' | 2026-01-02T03:04:05.678Z | 2025-01-01T00:00:00.000Z",
                // The request's sentAt counts more than the event's, which may be from when it was queued.
                "{'sentAt':'2026-01-02T03:04:05.678Z'} | {'timestamp':'2026-01-02','sentAt':'2026-01-02T00:00:00Z'} | '2026-01-02' | 2026-01-02T03:04:05.678Z | 2026-01-02T00:00:00.000Z",
                "{} | {'timestamp':'2026-01-02T03:00:00Z','sentAt':'2026-01-02T03:04:00Z'} | '2026-01-02T03:00:00Z' | 2026-01-02T03:04:00.000Z | 2026-01-02T03:00:05.678Z",
                "{'sentAt':'odd'} | {'timestamp':'2026-01-02T03:00:00Z','sentAt':'2026-01-02T03:04:00Z'} | '2026-01-02T03:00:00Z' | 2026-01-02T03:04:00.000Z | 2026-01-02T03:00:05.678Z",
                // Without a time of its own the event happened when it was sent.
                "{} | {} | '2026-01-02T03:04:05.678Z' | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z",
                "{'sentAt':'2026-01-02T03:14:05Z'} | {'timestamp':null} | '2026-01-02T03:14:05.000Z' | 2026-01-02T03:14:05.000Z | 2026-01-02T03:04:05.678Z",
                // What cannot be read stays as originalTimestamp.
                "{} | {'timestamp':'last tuesday'} | 'last tuesday' | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z",
                "{} | {'timestamp':{'a':1}} | {'a':1} | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z",
                "{'sentAt':'+999999999-12-31T23:59:59Z'} | {'timestamp':'-999999999-01-01T00:00:00Z'} | '-999999999-01-01T00:00:00Z' | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z",
                // A correction out of all years is none.
                "{'sentAt':'0000-01-01'} | {'timestamp':'9999-12-31'} | '9999-12-31' | 0000-01-01T00:00:00.000Z | 2026-01-02T03:04:05.678Z",
                "{'sentAt':'9999-12-31'} | {'timestamp':'0000-01-01'} | '0000-01-01' | 9999-12-31T00:00:00.000Z | 2026-01-02T03:04:05.678Z"
            })
    void theTimestampIsCorrectedForTheClientsClock(
            String envelope, String body, String original, String sentAt, String timestamp) throws Exception {
        // When
        ObjectNode event = EventComposerTest.compose(envelope.replace('\'', '"'), body.replace('\'', '"'));

        // Then
        assertThat(event.get("originalTimestamp").toString()).isEqualTo(original.replace('\'', '"'));
        assertThat(event.get("sentAt").textValue()).isEqualTo(sentAt);
        assertThat(event.get("receivedAt").textValue()).isEqualTo(RECEIVED);
        assertThat(event.get("timestamp").textValue()).isEqualTo(timestamp);
    }

    @Property
    void theUsualFormIsReadAndWrittenAsTheJdkDoes(@ForAll("milliseconds") long millis) {
        // Given
        Instant time = Instant.ofEpochMilli(millis);
        String text = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);

        // When
        // Then
        assertThat(EventTime.format(time)).isEqualTo(text);
        assertThat(EventTime.format(time.plusNanos(999_999))).isEqualTo(text);
        assertThat(EventTime.parse(text)).contains(time);
    }

    @Provide
    Arbitrary<Long> milliseconds() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("0000-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli());
    }

    @Provide
    Arbitrary<String> nearlyTimes() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("0129-+:.TZ ").ofMaxLength(45),
                Arbitraries.strings().all().ofMaxLength(45),
                Arbitraries.longs()
                        .between(-400_000_000_000_000L, 400_000_000_000_000L)
                        .map(Instant::ofEpochMilli)
                        .map(Instant::toString));
    }

    @Property(tries = 5000)
    void anyTextIsATimeOrNone(@ForAll("nearlyTimes") String text) {
        EventTime.parse(text).ifPresent(time -> {
            assertThat(EventTime.inRange(time)).isTrue();
            assertThat(EventTime.format(time)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        });
    }
}
