package dev.catchment.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the chunked coding strictly (RFC 9112, 7.1) and writes it again, in chunks that hold what has arrived. Helidon
 * holds a whole chunk in memory before it gives any of it away, a size line of any length, and does not look at what ends
 * a chunk.
 */
final class ChunkedBody {
    /** Extensions mean nothing here and are dropped; so many bytes of them are read in one body. */
    static final int EXTENSION_BYTES = 4 * 1024;

    /** With more digits a size might not fit into an int. */
    private static final int SIZE_DIGITS = 7;

    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        END_CR,
        END_LF,
        ENDED
    }

    private State state = State.SIZE;
    private int digits;
    private int size;
    private int extensions;

    boolean ended() {
        return state == State.ENDED;
    }

    /**
     * Reads on, up to the end of the body or of the bytes.
     *
     * @param out takes the same data as well-formed chunks
     * @return offset of the first byte that does not belong to the body
     * @throws BrokenBodyException if this is not the chunked coding
     */
    int read(byte[] bytes, ByteArrayOutputStream out) {
        int i = 0;
        while (i < bytes.length && state != State.ENDED) {
            if (state == State.DATA) {
                int length = Math.min(size, bytes.length - i);
                write(bytes, i, length, out);
                i += length;
                size -= length;
                state = size == 0 ? State.DATA_CR : State.DATA;
            } else {
                step(bytes[i++]);
            }
        }
        if (state == State.ENDED) {
            out.writeBytes(END);
        }
        return i;
    }

    private static void write(byte[] bytes, int offset, int length, ByteArrayOutputStream out) {
        out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, offset, length);
        out.write('\r');
        out.write('\n');
    }

    private void step(byte b) {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> {
                expect(b, '\n', size == 0 ? State.END_CR : State.DATA);
                digits = 0;
            }
            case DATA_CR -> expect(b, '\r', State.DATA_LF);
            case DATA_LF -> expect(b, '\n', State.SIZE);
            case END_CR -> expect(b, '\r', State.END_LF);
            case END_LF -> expect(b, '\n', State.ENDED);
            case DATA, ENDED -> throw new IllegalStateException("no byte of " + state);
        }
    }

    private void size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && digits < SIZE_DIGITS) {
            size = size * 16 + digit;
            digits++;
            if (size > Limits.PAYLOAD_BYTES) {
                throw broken("a chunk is larger than a body may be");
            }
        } else if (digits > 0 && b == '\r') {
            state = State.SIZE_LF;
        } else if (digits > 0 && b == ';') {
            state = State.EXTENSION;
        } else {
            throw broken("a chunk's size is not a number of at most " + SIZE_DIGITS + " hex digits");
        }
    }

    private void extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_LF;
        } else if ((b >= 0 && b < ' ' && b != '\t') || ++extensions > EXTENSION_BYTES) {
            throw broken("the chunks' extensions are malformed or have more than " + EXTENSION_BYTES + " bytes");
        }
    }

    private void expect(byte b, char expected, State next) {
        if (b != expected) {
            throw broken(
                    state == State.END_CR
                            ? "header fields behind the last chunk are not taken"
                            : "a chunk does not end where its size says, or not with CR LF");
        }
        state = next;
    }

    private static BrokenBodyException broken(String problem) {
        return new BrokenBodyException(Reason.BAD_REQUEST, "the body's chunks are malformed: " + problem);
    }
}
