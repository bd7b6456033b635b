package dev.catchment.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Large JSON documents lie gzipped in a bucket, since a message holds 1 MiB; small ones lie as they are, for people.
 * Gzip's first byte begins no JSON, so nothing else says which it is.
 */
public final class Packing {
    /** Larger documents are packed. */
    public static final int PLAIN_BYTES = 64 << 10;
    /** No document is larger unpacked: what claims to be is broken. */
    public static final int MOST_BYTES = 64 << 20;

    private static final byte GZIP = 0x1f;

    private Packing() {}

    public static byte[] pack(byte[] json) throws IOException {
        if (json.length <= PLAIN_BYTES) {
            return json;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(json.length / 4);
        try (GZIPOutputStream gzip = new Fast(packed)) {
            gzip.write(json);
        }
        return packed.toByteArray();
    }

    /** @throws IOException if it is packed and broken */
    public static byte[] unpack(byte[] stored) throws IOException {
        if (stored.length == 0 || stored[0] != GZIP) {
            return stored;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            byte[] json = gzip.readNBytes(MOST_BYTES + 1);
            if (json.length > MOST_BYTES) {
                throw new IOException("a document of more than " + MOST_BYTES + " bytes");
            }
            return json;
        }
    }

    /** Checkpoints are packed several times a second: speed counts more than the last bytes. */
    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream to) throws IOException {
            super(to, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
