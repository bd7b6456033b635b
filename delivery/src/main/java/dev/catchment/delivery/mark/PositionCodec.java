package dev.catchment.delivery.mark;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Ascending positions as bytes: the difference to the one before, 7 bits a byte, lowest first, the top bit set on all
 * but the last byte. Neighbours take one byte, so that a checkpoint can afford to name every open event.
 */
final class PositionCodec {
    private PositionCodec() {}

    static byte[] encode(long[] ascending) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8 + 2 * ascending.length);
        long before = 0;
        for (long position : ascending) {
            long difference = position - before;
            while ((difference & ~0x7FL) != 0) {
                out.write((int) ((difference & 0x7F) | 0x80));
                difference >>>= 7;
            }
            out.write((int) difference);
            before = position;
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes end within a number */
    static long[] decode(byte[] bytes) {
        long[] positions = new long[bytes.length];
        int count = 0;
        long before = 0;
        long difference = 0;
        int shift = 0;
        for (byte b : bytes) {
            difference |= (long) (b & 0x7F) << shift;
            if (b < 0) {
                shift += 7;
            } else {
                before += difference;
                positions[count++] = before;
                difference = 0;
                shift = 0;
            }
        }
        if (shift != 0) {
            throw new IllegalArgumentException("positions end within a number");
        }
        return Arrays.copyOf(positions, count);
    }
}
