package dev.catchment.contract.frame;

import static dev.catchment.contract.frame.FrameLayout.*;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A frame that was read: checked whole when it is decoded, so that no accessor can fail afterwards, except for an event
 * number outside 0 to {@link #count()} − 1 (IndexOutOfBoundsException). Reads from the message's own array, which must
 * not change.
 */
public final class Frame {
    /** Largest frame, header and checksum included; the broker takes 1 MiB with the message's own headers. */
    public static final int MAX_BYTES = 960 * 1024;

    private final byte[] message;
    private final ByteBuffer bytes;
    private final String[] sources;
    private final Envelope[] envelopes;
    private final int table;
    private final int bodies;

    Frame(byte[] message, String[] sources, Envelope[] envelopes, int table) {
        this.message = message;
        this.bytes = ByteBuffer.wrap(message);
        this.sources = sources;
        this.envelopes = envelopes;
        this.table = table;
        this.bodies = table + count() * ROW;
    }

    /**
     * @throws FrameException.Corrupt if the bytes are not a whole frame, whatever the reason
     * @throws FrameException.UnknownVersion if they are whole, but of a version that this reader does not know
     */
    public static Frame decode(byte[] message) throws FrameException {
        return FrameDecoder.decode(message);
    }

    /** Distinguishes a resent or re-created frame from another at the same sequence. */
    public UUID id() {
        return new UUID(bytes.getLong(AT_ID), bytes.getLong(AT_ID + 8));
    }

    /** When ingest closed the frame, in milliseconds. */
    public Instant receivedAt() {
        return Instant.ofEpochMilli(bytes.getLong(AT_RECEIVED));
    }

    /** At least 1. */
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

    /** The event as the client sent it, a copy. */
    public byte[] body(int event) {
        int from = offset(event);
        return Arrays.copyOfRange(message, from, from + length(event));
    }

    public int length(int event) {
        return bytes.getInt(row(event) + ROW_LENGTH);
    }

    /** Where the event begins in {@link #array()}. */
    int offset(int event) {
        return bodies + bytes.getInt(row(event) + ROW_OFFSET);
    }

    byte[] array() {
        return message;
    }

    private Hash128 hash(int at) {
        return new Hash128(bytes.getLong(at), bytes.getLong(at + 8));
    }

    private int row(int event) {
        return table + Objects.checkIndex(event, count()) * ROW;
    }
}
