package dev.catchment.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that is looked for in bytes, letters in either case, mostly a whole length at a step (Horspool's algorithm). */
final class BytePattern {
    private final byte[] pattern;
    private final int[] steps = new int[256];

    /** @param pattern ASCII; its letters in lower case match both */
    BytePattern(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(steps, this.pattern.length);
        for (int i = 0; i < this.pattern.length - 1; i++) {
            int step = this.pattern.length - 1 - i;
            steps[this.pattern[i]] = step;
            steps[Character.toUpperCase(this.pattern[i])] = step;
        }
    }

    int length() {
        return pattern.length;
    }

    /** Where it begins, or a negative number. */
    int find(byte[] bytes, int from, int end) {
        int last = pattern.length - 1;
        int at = from + last;
        while (at < end) {
            int i = last;
            while (i >= 0 && matches(bytes[at - last + i], pattern[i])) {
                i--;
            }
            if (i < 0) {
                return at - last;
            }
            at += steps[bytes[at] & 0xFF];
        }
        return -1;
    }

    private static boolean matches(byte found, byte wanted) {
        return found == wanted || (wanted >= 'a' && wanted <= 'z' && found == wanted - 32);
    }
}
