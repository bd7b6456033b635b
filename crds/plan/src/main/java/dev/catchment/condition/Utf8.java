package dev.catchment.condition;

import java.nio.charset.StandardCharsets;

/** Texts as bytes. Half of a surrogate pair becomes U+FFFD, as browsers' TextEncoder writes it; Java would write "?". */
final class Utf8 {
    private Utf8() {}

    static byte[] bytes(String text) {
        return wellFormed(text).getBytes(StandardCharsets.UTF_8);
    }

    static String wellFormed(String text) {
        int broken = firstHalf(text, 0);
        if (broken < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        while (broken >= 0) {
            mended.setCharAt(broken, '\ufffd');
            broken = firstHalf(mended, broken + 1);
        }
        return mended.toString();
    }

    private static int firstHalf(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
