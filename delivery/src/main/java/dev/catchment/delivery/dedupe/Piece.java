package dev.catchment.delivery.dedupe;

import dev.catchment.contract.Hash128;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A part of the index, as one message of the dedupe stream.
 *
 * <pre>
 * version (1) | 0 (3) | count (4) | end (8) | stored (8) | count × (high (8) | low (8) | position (8)) | crc32c (4)
 * </pre>
 *
 * Big-endian. {@code end} is the packed position up to which the log's events are in this piece or an earlier one,
 * {@code stored} the broker's time, in ms, of the piece's last frame. The checksum covers all before it.
 */
record Piece(long end, long storedMillis, long[] entries) {
    static final int VERSION = 1;
    static final int ENTRY_LONGS = 3;
    /** Most entries: the message stays under 1 MiB. */
    static final int MAX_ENTRIES = 40_000;

    private static final int HEADER = 24;
    private static final int ENTRY = Hash128.BYTES + Long.BYTES;

    byte[] encode() {
        int count = entries.length / ENTRY_LONGS;
        ByteBuffer out = ByteBuffer.allocate(HEADER + count * ENTRY + Integer.BYTES);
        out.putInt(VERSION << 24).putInt(count).putLong(end).putLong(storedMillis);
        for (long value : entries) {
            out.putLong(value);
        }
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        out.putInt((int) crc.getValue());
        return out.array();
    }

    /** @throws IllegalArgumentException if the bytes are not a whole piece of a version known here */
    static Piece decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER + Integer.BYTES || in.get() != VERSION) {
            throw new IllegalArgumentException("no piece of the duplicate index");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        int count = in.getInt(4);
        if ((int) crc.getValue() != in.getInt(bytes.length - Integer.BYTES)
                || bytes.length != HEADER + (long) count * ENTRY + Integer.BYTES) {
            throw new IllegalArgumentException("damaged piece of the duplicate index");
        }
        long[] entries = new long[count * ENTRY_LONGS];
        in.position(HEADER).slice().asLongBuffer().get(entries);
        return new Piece(in.getLong(8), in.getLong(16), entries);
    }
}
