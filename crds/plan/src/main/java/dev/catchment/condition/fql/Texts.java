package dev.catchment.condition.fql;

import java.util.function.IntUnaryOperator;

/** What FQL's functions do with the characters of a text. */
final class Texts {
    private Texts() {}

    /** Bytes in UTF-8; half of a surrogate pair counts as the three that a character of its place has. */
    static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes++;
                i++;
            }
        }
        return bytes;
    }

    /** With another character in place of each space. */
    static String joined(String text, char separator) {
        return mapped(text, c -> Character.isWhitespace(c) ? separator : c);
    }

    /** With the first letter of each word as a capital; the others stay as they are. */
    static String titled(String text) {
        boolean[] inWord = {false};
        return mapped(text, c -> {
            boolean first = !inWord[0];
            inWord[0] = !Character.isWhitespace(c);
            return first ? Character.toTitleCase(c) : c;
        });
    }

    private static String mapped(String text, IntUnaryOperator character) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().map(character).forEachOrdered(mapped::appendCodePoint);
        return mapped.toString();
    }
}
