package dev.catchment.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipException;

/**
 * Reads a body into memory, never more of it than a body may have, unpacked where the client packed it. Memory is taken
 * as bytes arrive, whatever length the client announces: who sends slowly holds little.
 *
 * <p>A packed body is read whole before it is unpacked. An inflater takes 40 KB that no budget sees, and so there is one
 * per processor, not one per slow client.
 */
final class BodyReader {
    private static final int FIRST_GUESS = 4 * 1024;

    private final MemoryBudget.Share share;

    BodyReader(MemoryBudget.Share share) {
        this.share = share;
    }

    /**
     * @param length of the stream, if the client said it
     * @param encoding the Content-Encoding, if there is one
     */
    byte[] read(InputStream stream, OptionalLong length, Optional<String> encoding) throws Refusal {
        String packed = encoding.map(e -> e.strip().toLowerCase(Locale.ROOT)).orElse("identity");
        try {
            return switch (packed) {
                case "identity", "" -> read(stream, length, Limits.BODY_BYTES);
                case "gzip", "x-gzip" -> unpack(read(stream, length, Limits.PACKED_BYTES));
                default ->
                    throw new Refusal(Reason.INVALID_ENCODING, "Content-Encoding: only gzip and identity can be read");
            };
        } catch (BrokenBodyException e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new IllegalStateException("the web server's streams throw their own exceptions", e);
        }
    }

    private byte[] unpack(byte[] packed) throws Refusal {
        try (PackedBody stream = new PackedBody(packed, packed.length)) {
            byte[] body = read(stream, OptionalLong.empty(), Limits.BODY_BYTES);
            if (stream.garbage() > 0) {
                throw new Refusal(Reason.INVALID_ENCODING, "the body goes on after its gzip data");
            }
            return body;
        } catch (ZipException e) {
            throw new Refusal(Reason.INVALID_ENCODING, "the body is not gzip, as its Content-Encoding says");
        } catch (EOFException e) {
            throw new Refusal(Reason.INVALID_ENCODING, "the gzip data of the body ends early");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private byte[] read(InputStream stream, OptionalLong length, int limit) throws IOException, Refusal {
        if (length.isPresent() && length.getAsLong() > limit) {
            throw tooLarge();
        }
        // One byte more than allowed, to tell a body that is too large from one that just fits.
        int most = (int) length.orElse(limit + 1L);
        byte[] body = grown(new byte[0], Math.min(most, FIRST_GUESS));
        int read = 0;
        while (true) {
            if (read == body.length && read < most) {
                body = grown(body, Math.min(body.length * 2, most));
            }
            // At the announced end too: without having seen it, the server reads the body once more, into a buffer of
            // its own.
            int more = read < body.length ? stream.read(body, read, body.length - read) : stream.read();
            if (more < 0) {
                break;
            }
            if (read == body.length) {
                throw new IllegalStateException("a body longer than its Content-Length");
            }
            read += more;
            if (read > limit) {
                throw tooLarge();
            }
        }
        if (length.isPresent() && read < length.getAsLong()) {
            throw new Refusal(Reason.BAD_REQUEST, "the body ends early");
        }
        return read == body.length ? body : Arrays.copyOf(body, read);
    }

    private byte[] grown(byte[] body, int length) throws Refusal {
        share.grow(length - body.length);
        return Arrays.copyOf(body, length);
    }

    private static Refusal tooLarge() {
        return new Refusal(
                Reason.BATCH_TOO_LARGE,
                "the body has more than " + Limits.BODY_BYTES + " bytes (unpacked): send fewer events at once");
    }
}
