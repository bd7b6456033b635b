package dev.catchment.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Makes a body readable that the parser stops at, in place and without moving a byte, so that one odd event takes no other
 * event with it. What it mends:
 *
 * <ul>
 *   <li>nesting deeper than the parser takes memory for: what is in there becomes spaces. Its event is refused for its
 *       depth anyway.
 *   <li>a name with one half of a surrogate pair as an escape, such as a shortened emoji leaves it: the half becomes
 *       U+FFFD, as most parsers read it. In values the parser takes it as it is.
 * </ul>
 */
final class OddJson {
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);
    private static final int ESCAPE = REPLACEMENT.length;

    private final byte[] json;
    private int depth;
    private boolean changed;

    private OddJson(byte[] json) {
        this.json = json;
    }

    /** Whether anything was changed. Of what is not JSON at all anything may be changed: it stays what it is. */
    static boolean mend(byte[] json) {
        OddJson odd = new OddJson(json);
        odd.mend();
        return odd.changed;
    }

    private void mend() {
        int i = 0;
        while (i < json.length) {
            switch (json[i]) {
                case '{', '[' -> {
                    depth++;
                    blank(i, i + 1, Limits.BODY_DEPTH);
                    i++;
                }
                case '}', ']' -> {
                    blank(i, i + 1, Limits.BODY_DEPTH);
                    depth--;
                    i++;
                }
                case '"' -> i = string(i);
                default -> {
                    blank(i, i + 1, Limits.BODY_DEPTH - 1);
                    i++;
                }
            }
        }
    }

    /** Within the deepest object or array that is left there is nothing. */
    private void blank(int from, int to, int deepest) {
        if (depth > deepest) {
            for (int i = from; i < to; i++) {
                json[i] = ' ';
            }
            changed = true;
        }
    }

    /** Returns the offset behind the string that begins there. */
    private int string(int start) {
        int end = start + 1;
        while (end < json.length && json[end] != '"') {
            end += json[end] == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, json.length);
        blank(start, end, Limits.BODY_DEPTH - 1);
        if (isName(end)) {
            mendName(start, end);
        }
        return end;
    }

    private boolean isName(int end) {
        int i = end;
        while (i < json.length && json[i] >= 0 && json[i] <= ' ') {
            i++;
        }
        return i < json.length && json[i] == ':';
    }

    private void mendName(int start, int end) {
        int i = start + 1;
        while (i < end) {
            if (json[i] != '\\') {
                i++;
            } else if (surrogate(i, end) < 0) {
                i += 2;
            } else if (surrogate(i, end) < 0xDC00 && surrogate(i + ESCAPE, end) >= 0xDC00) {
                i += 2 * ESCAPE;
            } else {
                System.arraycopy(REPLACEMENT, 0, json, i, ESCAPE);
                changed = true;
                i += ESCAPE;
            }
        }
    }

    /** The half of a surrogate pair that is escaped there, or -1. */
    private int surrogate(int at, int end) {
        if (at + ESCAPE > end || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int value = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value >= 0xD800 && value <= 0xDFFF ? value : -1;
    }
}
