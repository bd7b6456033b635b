package dev.catchment.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a gzip body of one member or of several, as {@code cat a.gz b.gz} makes it, and knows whether anything follows
 * that is no member: the JDK's stream ends there without a word.
 */
final class PackedBody extends GZIPInputStream {
    /** CRC and length behind each member. The inflater has them in its buffer and does not use them. */
    private static final int TRAILER_BYTES = 8;

    PackedBody(byte[] packed, int length) throws IOException {
        super(new ByteArrayInputStream(packed, 0, length));
    }

    /** After the end of the stream: how many bytes follow that are not gzip. */
    int garbage() throws IOException {
        return inf.getRemaining() - TRAILER_BYTES + in.available();
    }
}
