package dev.catchment.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a body into memory, never more of it than a body may have, unpacked where the client packed it. */
final class BodyReader {
    private static final int FIRST_GUESS = 8 * 1024;

    private final long deadline;
    private final MemoryBudget.Share share;

    /** @param deadline of {@link System#nanoTime()}, after which the client is too slow */
    BodyReader(long deadline, MemoryBudget.Share share) {
        this.deadline = deadline;
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
                case "identity", "" -> length.isPresent() ? exactly(stream, length.getAsLong()) : upToLimit(stream);
                case "gzip", "x-gzip" -> upToLimit(new GZIPInputStream(stream));
                default ->
                    throw new Refusal(Reason.INVALID_ENCODING, "Content-Encoding: only gzip and identity can be read");
            };
        } catch (ZipException e) {
            throw new Refusal(Reason.INVALID_ENCODING, "the body is not gzip, as its Content-Encoding says");
        } catch (IOException e) {
            throw new Refusal(Reason.BAD_REQUEST, "the body ends early");
        }
    }

    private byte[] exactly(InputStream stream, long length) throws IOException, Refusal {
        if (length > Limits.BODY_BYTES) {
            throw tooLarge();
        }
        share.grow(length);
        byte[] body = new byte[(int) length];
        int read = 0;
        while (read < body.length) {
            int more = stream.read(body, read, body.length - read);
            if (more < 0) {
                throw new Refusal(Reason.BAD_REQUEST, "the body ends early");
            }
            read += more;
            checkTime();
        }
        // Without having seen the end, the server reads the body once more, into a buffer of its own.
        if (stream.read() >= 0) {
            throw new IllegalStateException("a body longer than its Content-Length");
        }
        return body;
    }

    private byte[] upToLimit(InputStream stream) throws IOException, Refusal {
        share.grow(FIRST_GUESS);
        byte[] body = new byte[FIRST_GUESS];
        int read = 0;
        while (true) {
            if (read == body.length) {
                // One byte more than allowed, to tell a body that is too large from one that just fits.
                int larger = Math.min(body.length * 2, Limits.BODY_BYTES + 1);
                share.grow(larger - body.length);
                body = Arrays.copyOf(body, larger);
            }
            int more = stream.read(body, read, body.length - read);
            if (more < 0) {
                return Arrays.copyOf(body, read);
            }
            read += more;
            if (read > Limits.BODY_BYTES) {
                throw tooLarge();
            }
            checkTime();
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(
                Reason.BATCH_TOO_LARGE,
                "the body has more than " + Limits.BODY_BYTES + " bytes (unpacked): send fewer events at once");
    }

    private void checkTime() throws Refusal {
        if (System.nanoTime() - deadline > 0) {
            throw new Refusal(Reason.REQUEST_TIMEOUT, "the body did not arrive in time");
        }
    }
}
