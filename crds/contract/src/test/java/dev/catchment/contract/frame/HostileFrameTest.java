package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames with a good checksum that no writer wrote. */
class HostileFrameTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Provide
    Arbitrary<FrameCase> frames() {
        return FrameCase.cases(4, 60);
    }

    @Provide
    Arbitrary<Integer> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, -1, 0x7F, 0xFF, 0xFFFF, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Arbitraries.integers());
    }

    @Property(tries = 2000)
    void anOverwrittenNumberIsReadOrRefusedAtABoundedCost(
            @ForAll("frames") FrameCase given,
            @ForAll @IntRange(min = 0, max = 400) int at,
            @ForAll("values") int value,
            @ForAll @IntRange(min = 1, max = 4) int width) {
        // Given
        byte[] bytes = given.build();
        byte[] number = ByteBuffer.allocate(4).putInt(value).array();
        int from = Math.min(at, bytes.length - 4);
        System.arraycopy(number, 4 - width, bytes, from, width);

        // Then
        assertBounded(FrameReading.asFrame(bytes));
    }

    @Property(tries = 2000)
    void anyTablesAreReadOrRefusedAtABoundedCost(@ForAll byte[] bytes) {
        assertBounded(FrameReading.asFrame(bytes));
        byte[] afterHeader = new byte[FrameLayout.HEADER + bytes.length];
        System.arraycopy(bytes, 0, afterHeader, FrameLayout.HEADER, bytes.length);
        afterHeader[FrameLayout.AT_EVENTS + 3] = 1;
        afterHeader[FrameLayout.AT_SOURCES + 1] = 1;
        afterHeader[FrameLayout.AT_ENVELOPES + 1] = 1;
        assertBounded(FrameReading.asFrame(afterHeader));
    }

    @ParameterizedTest
    @CsvSource({
        "36, 0xFFFF0000, 'tables of 131'", // sources
        "38, 0xFFFF0000, 'tables of '", // envelopes, and the upper half of the number of events
        "40, 0x7FFFFFFF, '2147483647 events'",
        "40, 0xFFFFFFFF, '-1 events'",
        "40, 0x00010001, '65537 events'",
        "40, 0x00010000, 'tables of 3145734 bytes'",
        "40, 0, '0 events'",
        "28, 0x7FFFFFFF, 'a receivedAt of'",
        "28, 0x80000000, 'a receivedAt of'",
        "5, 0x00000001, 'says it has'",
        "44, 0xFFFF0000, 'source 0 of 65535 bytes'",
        "49, 0x7FFFFFFF, 'an envelope of 2147483647 bytes'",
        "49, 0x80000000, 'envelope 0 of -2147483648 bytes'",
        "49, 0x00007FFF, 'envelope 0 of 32767 bytes'",
        "53, 0x00000001, 'a wrong entry for event 0'", // offset
        "57, 0x7FFFFFFF, 'a wrong entry for event 0'", // length
        "57, 0xFFFFFFFF, 'a wrong entry for event 0'",
        "57, 0x00000001, '1 bytes that no event owns'",
        "61, 0x00010000, 'a wrong entry for event 0'", // source
        "61, 0x00000001, 'a wrong entry for event 0'", // envelope
        "65, 0x00000000, 'a wrong entry for event 0'", // kind
        "65, 0x07000000, 'a wrong entry for event 0'",
        "65, 0xFF000000, 'a wrong entry for event 0'",
        "65, 0x02020000, 'a wrong entry for event 0'", // flags
        "65, 0x02000001, 'a wrong entry for event 0'" // reserved
    })
    void aWrongNumberIsNamed(int at, String value, String message) {
        // Given
        byte[] frame = small();
        ByteBuffer.wrap(frame)
                .putInt(at, Integer.parseUnsignedInt(value.replace("0x", ""), value.startsWith("0x") ? 16 : 10));

        // When
        byte[] whole = FrameCase.withChecksum(frame);

        // Then
        assertThatExceptionOfType(FrameException.Corrupt.class)
                .isThrownBy(() -> Frame.decode(whole))
                .withMessageContaining(message);
        assertBounded(whole);
    }

    @Test
    void reservedBytesOfTheHeaderAreCorrupt() {
        for (int at = 5; at < 8; at++) {
            byte[] frame = small();
            frame[at] = 1;
            byte[] whole = FrameCase.withChecksum(frame);
            assertThatExceptionOfType(FrameException.Corrupt.class)
                    .isThrownBy(() -> Frame.decode(whole))
                    .withMessageContaining("reserved bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nu",
                "0",
                "[]",
                "{",
                "{}{}",
                "{\"context\":[]}",
                "{\"sentAt\":{}}",
                "null",
                "\"x\"",
                "{\"context\":{\"a\":1e99999999999}}"
            })
    void anEnvelopeThatIsNoneIsCorruptAndNotQuoted(String envelope) {
        // Given
        byte[] json = envelope.getBytes(StandardCharsets.UTF_8);
        byte[] frame = FrameCase.withChecksum(withEnvelope(json));

        // Then
        assertThatExceptionOfType(FrameException.Corrupt.class)
                .isThrownBy(() -> Frame.decode(frame))
                .withMessage("frame with a good checksum and envelope 0 that is no JSON object of an envelope");
    }

    @Test
    void anEnvelopeThatIsExpensiveToReadIsBounded() {
        assertBounded(withEnvelope("[".repeat(Envelope.MAX_BYTES).getBytes(StandardCharsets.UTF_8)));
        String pairs = "{\"a\":0},".repeat(4000);
        assertBounded(withEnvelope(("{\"context\":{\"a\":[" + pairs + "0]}}").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aSourceNameThatIsNotUtf8IsCorrupt() {
        // Given
        byte[] frame = small();
        frame[46] = (byte) 0xC3;
        frame[47] = (byte) 0x28;
        byte[] whole = FrameCase.withChecksum(frame);

        // Then
        assertThatExceptionOfType(FrameException.Corrupt.class)
                .isThrownBy(() -> Frame.decode(whole))
                .withMessageContaining("not UTF-8");
    }

    @Test
    void aShortFrameOfThisVersionIsCorrupt() {
        byte[] frame = new byte[16];
        ByteBuffer.wrap(frame)
                .putInt(FrameLayout.MAGIC)
                .putInt(FrameLayout.VERSION << 24)
                .putInt(16);
        byte[] whole = FrameCase.withChecksum(frame);
        assertThatExceptionOfType(FrameException.Corrupt.class).isThrownBy(() -> Frame.decode(whole));
    }

    /** One source of three bytes, an empty envelope, an event of two bytes: its row begins at 53. */
    private static byte[] small() {
        return withEnvelope(new byte[0]);
    }

    private static byte[] withEnvelope(byte[] envelope) {
        return FrameSamples.one("web", envelope, "{}");
    }

    private static void assertBounded(byte[] message) {
        FrameReading.readsOrRefuses(message);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        decode(message);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as(() -> Arrays.toString(message)).isLessThan(64L * message.length + 64 * 1024);
    }

    private static void decode(byte[] message) {
        try {
            Frame.decode(message);
        } catch (FrameException e) {
            assertThat(e).hasNoCause();
        }
    }
}
