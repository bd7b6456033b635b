package dev.catchment.contract.frame;

import static dev.catchment.contract.frame.FrameLayout.*;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Checks a message and makes a {@link Frame} of it. Strict: a frame that no writer of this version writes is refused,
 * so that nothing is read that was not meant. Allocates no more than a small multiple of the message's size, whatever
 * its counts and lengths say.
 */
final class FrameDecoder {
    private final byte[] message;
    private final ByteBuffer in;
    private final int end;

    private FrameDecoder(byte[] message) {
        this.message = message;
        in = ByteBuffer.wrap(message);
        end = message.length - CRC;
    }

    static Frame decode(byte[] message) throws FrameException {
        FrameDecoder decoder = new FrameDecoder(message);
        decoder.checkWhole();
        int version = Byte.toUnsignedInt(decoder.in.get(AT_VERSION));
        if (version != VERSION) {
            throw new FrameException.UnknownVersion(version);
        }
        return decoder.read();
    }

    /** Looks only at what is the same in every version. */
    private void checkWhole() throws FrameException.Corrupt {
        int size = message.length;
        if (size < SMALLEST) {
            throw new FrameException.Corrupt("frame of " + size + " bytes; the smallest has " + SMALLEST);
        }
        if (in.getInt(AT_MAGIC) != MAGIC) {
            throw new FrameException.Corrupt("no frame: it begins with 0x" + Integer.toHexString(in.getInt(AT_MAGIC)));
        }
        if (in.getInt(AT_LENGTH) != size) {
            throw new FrameException.Corrupt("frame of " + size + " bytes that says it has " + in.getInt(AT_LENGTH));
        }
        CRC32C crc = new CRC32C();
        crc.update(message, 0, end);
        if ((int) crc.getValue() != in.getInt(end)) {
            throw new FrameException.Corrupt("frame with a wrong checksum");
        }
    }

    private Frame read() throws FrameException.Corrupt {
        if (end < HEADER) {
            throw wrong("only " + end + " bytes before it");
        }
        if ((in.getInt(AT_VERSION) & 0xFFFFFF) != 0) {
            throw wrong("reserved bytes in the header");
        }
        long received = in.getLong(AT_RECEIVED);
        if (received < 0 || received >= RECEIVED_END) {
            throw wrong("a receivedAt of " + received + " ms");
        }
        int sourceCount = Short.toUnsignedInt(in.getShort(AT_SOURCES));
        int envelopeCount = Short.toUnsignedInt(in.getShort(AT_ENVELOPES));
        int count = in.getInt(AT_EVENTS);
        if (count < 1 || count > Position.MAX_INDEX + 1) {
            throw wrong(count + " events");
        }
        requireRoom((long) sourceCount * SOURCE_LENGTH + (long) envelopeCount * ENVELOPE_LENGTH + (long) count * ROW);
        in.position(HEADER);
        String[] sources = new String[sourceCount];
        for (int i = 0; i < sourceCount; i++) {
            sources[i] = source(i);
        }
        Envelope[] envelopes = new Envelope[envelopeCount];
        for (int i = 0; i < envelopeCount; i++) {
            envelopes[i] = envelope(i);
        }
        requireRoom((long) in.position() - HEADER + (long) count * ROW);
        checkRows(in.position(), count, sourceCount, envelopeCount);
        return new Frame(message, sources, envelopes, in.position());
    }

    /** Before anything is allocated for the counts of the header. */
    private void requireRoom(long afterHeader) throws FrameException.Corrupt {
        if (afterHeader > end - HEADER) {
            throw wrong("tables of " + afterHeader + " bytes in a frame of " + message.length);
        }
    }

    private String source(int number) throws FrameException.Corrupt {
        if (end - in.position() < SOURCE_LENGTH) {
            throw wrong("no room for source " + number);
        }
        int length = Short.toUnsignedInt(in.getShort());
        int at = skip(length, "source", number);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.slice(at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("a name of source " + number + " that is not UTF-8");
        }
    }

    private Envelope envelope(int number) throws FrameException.Corrupt {
        if (end - in.position() < ENVELOPE_LENGTH) {
            throw wrong("no room for envelope " + number);
        }
        int length = in.getInt();
        if (length > Envelope.MAX_BYTES) {
            throw wrong("an envelope of " + length + " bytes");
        }
        int at = skip(length, "envelope", number);
        Envelope envelope = length == 0 ? Envelope.EMPTY : parse(at, length);
        if (envelope == null) {
            throw wrong("envelope " + number + " that is no JSON object of an envelope");
        }
        return envelope;
    }

    /**
     * The parser's own message is left out: it may quote what a client sent. Not all of its errors are IOExceptions: an
     * exponent of eleven digits is a NumberFormatException.
     */
    private @Nullable Envelope parse(int at, int length) {
        try {
            return ContractJson.EVENTS.readValue(message, at, length, Envelope.class);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /** Passes over {@code length} bytes and returns where they begin. */
    private int skip(int length, String what, int number) throws FrameException.Corrupt {
        int at = in.position();
        if (length < 0 || length > end - at) {
            throw wrong(what + " " + number + " of " + length + " bytes");
        }
        in.position(at + length);
        return at;
    }

    private void checkRows(int table, int count, int sources, int envelopes) throws FrameException.Corrupt {
        int bodyBytes = end - table - count * ROW;
        int expected = 0;
        for (int i = 0; i < count; i++) {
            int row = table + i * ROW;
            int length = in.getInt(row + ROW_LENGTH);
            boolean fits = in.getInt(row + ROW_OFFSET) == expected
                    && length >= 0
                    && length <= bodyBytes - expected
                    && Short.toUnsignedInt(in.getShort(row + ROW_SOURCE)) < sources
                    && Short.toUnsignedInt(in.getShort(row + ROW_ENVELOPE)) < envelopes
                    && Kind.ofCode(in.get(row + ROW_KIND)).isPresent()
                    && (in.get(row + ROW_FLAGS) & ~FLAG_GENERATED_MESSAGE_ID) == 0
                    && in.getShort(row + ROW_RESERVED) == 0;
            if (!fits) {
                throw wrong("a wrong entry for event " + i);
            }
            expected += length;
        }
        if (expected != bodyBytes) {
            throw wrong((bodyBytes - expected) + " bytes that no event owns");
        }
    }

    /** The checksum holds: whoever wrote this frame wrote it wrongly. */
    private static FrameException.Corrupt wrong(String what) {
        return new FrameException.Corrupt("frame with a good checksum and " + what);
    }
}
