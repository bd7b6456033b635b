package dev.catchment.contract.frame;

import static dev.catchment.contract.frame.FrameLayout.*;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A frame that was read: checked whole when it is decoded, so that no accessor can fail afterwards. Reads from the
 * message's own array, which must not change.
 */
public final class Frame {
    private final ByteBuffer bytes;
    private final String[] sources;
    private final Envelope[] envelopes;
    private final int table;
    private final int body;

    private Frame(ByteBuffer bytes, String[] sources, Envelope[] envelopes, int table, int body) {
        this.bytes = bytes;
        this.sources = sources;
        this.envelopes = envelopes;
        this.table = table;
        this.body = body;
    }

    /**
     * @throws FrameException.Corrupt if the bytes are not a whole frame, whatever the reason
     * @throws FrameException.UnknownVersion if they are whole, but of a version that this reader does not know
     */
    public static Frame decode(byte[] message) throws FrameException {
        ByteBuffer in = ByteBuffer.wrap(message);
        checkWhole(in, message);
        int version = Byte.toUnsignedInt(in.get(AT_VERSION));
        if (version != VERSION) {
            throw new FrameException.UnknownVersion(version);
        }
        try {
            return read(in);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException | IOException e) {
            // The checksum holds, so whoever wrote this frame wrote it wrongly.
            throw new FrameException.Corrupt("frame with a good checksum and a wrong table: " + e);
        }
    }

    private static void checkWhole(ByteBuffer in, byte[] message) throws FrameException {
        if (message.length < HEADER + CRC) {
            throw new FrameException.Corrupt("frame of " + message.length + " bytes; the header alone has " + HEADER);
        }
        if (in.getInt(AT_MAGIC) != MAGIC) {
            throw new FrameException.Corrupt("no frame: it begins with 0x" + Integer.toHexString(in.getInt(AT_MAGIC)));
        }
        if (in.getInt(AT_LENGTH) != message.length) {
            throw new FrameException.Corrupt(
                    "frame of " + message.length + " bytes that says it has " + in.getInt(AT_LENGTH));
        }
        CRC32C crc = new CRC32C();
        crc.update(message, 0, message.length - CRC);
        if ((int) crc.getValue() != in.getInt(message.length - CRC)) {
            throw new FrameException.Corrupt("frame with a wrong checksum");
        }
    }

    private static Frame read(ByteBuffer in) throws FrameException, IOException {
        String[] sources = new String[Short.toUnsignedInt(in.getShort(AT_SOURCES))];
        Envelope[] envelopes = new Envelope[Short.toUnsignedInt(in.getShort(AT_ENVELOPES))];
        int count = in.getInt(AT_EVENTS);
        in.position(HEADER);
        for (int i = 0; i < sources.length; i++) {
            sources[i] = new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
        }
        for (int i = 0; i < envelopes.length; i++) {
            byte[] envelope = take(in, in.getInt());
            envelopes[i] =
                    envelope.length == 0 ? Envelope.EMPTY : ContractJson.EVENTS.readValue(envelope, Envelope.class);
        }
        int table = in.position();
        long body = table + (long) count * ROW;
        long bodyLength = in.limit() - CRC - body;
        if (count < 0 || bodyLength < 0) {
            throw new FrameException.Corrupt("frame of " + in.limit() + " bytes that says it has " + count + " events");
        }
        Frame frame = new Frame(in, sources, envelopes, table, (int) body);
        frame.checkRows(count, (int) bodyLength);
        return frame;
    }

    private void checkRows(int count, int bodyLength) throws FrameException {
        int expected = 0;
        for (int i = 0; i < count; i++) {
            int row = row(i);
            int offset = bytes.getInt(row + ROW_OFFSET);
            int length = bytes.getInt(row + ROW_LENGTH);
            boolean fits = offset == expected
                    && length >= 0
                    && length <= bodyLength - offset
                    && Short.toUnsignedInt(bytes.getShort(row + ROW_SOURCE)) < sources.length
                    && Short.toUnsignedInt(bytes.getShort(row + ROW_ENVELOPE)) < envelopes.length
                    && Kind.ofCode(bytes.get(row + ROW_KIND)).isPresent();
            if (!fits) {
                throw new FrameException.Corrupt("frame with a good checksum and a wrong entry for event " + i);
            }
            expected += length;
        }
        if (expected != bodyLength) {
            throw new FrameException.Corrupt("frame with " + (bodyLength - expected) + " bytes that no event owns");
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    /** Distinguishes a resent or re-created frame from another at the same sequence. */
    public UUID id() {
        return new UUID(bytes.getLong(AT_ID), bytes.getLong(AT_ID + 8));
    }

    /** When ingest closed the frame, in milliseconds. */
    public Instant receivedAt() {
        return Instant.ofEpochMilli(bytes.getLong(AT_RECEIVED));
    }

    public int count() {
        return bytes.getInt(AT_EVENTS);
    }

    public String source(int event) {
        return sources[Short.toUnsignedInt(bytes.getShort(row(event) + ROW_SOURCE))];
    }

    public Kind kind(int event) {
        return Kind.ofCode(bytes.get(row(event) + ROW_KIND)).orElseThrow();
    }

    public Envelope envelope(int event) {
        return envelopes[Short.toUnsignedInt(bytes.getShort(row(event) + ROW_ENVELOPE))];
    }

    /** The messageId that ingest made up, where the client sent none. */
    public @Nullable String generatedMessageId(int event) {
        boolean generated = (bytes.get(row(event) + ROW_FLAGS) & FLAG_GENERATED_MESSAGE_ID) != 0;
        return generated ? messageKey(event).toUuid().toString() : null;
    }

    /** Equal for two events of one source with one messageId. */
    public Hash128 messageKey(int event) {
        return hash(row(event) + ROW_MESSAGE);
    }

    /** Equal for two events of one source and one user. */
    public Hash128 userKey(int event) {
        return hash(row(event) + ROW_USER);
    }

    /** The event as the client sent it. */
    public byte[] body(int event) {
        int from = body + bytes.getInt(row(event) + ROW_OFFSET);
        byte[] event0 = new byte[length(event)];
        bytes.get(from, event0);
        return event0;
    }

    public int length(int event) {
        return bytes.getInt(row(event) + ROW_LENGTH);
    }

    private Hash128 hash(int at) {
        return new Hash128(bytes.getLong(at), bytes.getLong(at + 8));
    }

    private int row(int event) {
        return table + event * ROW;
    }
}
