package dev.catchment.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a name, however it is written: {@code orderCompleted}, {@code Order Completed} and
 * {@code order_completed} have the same two, {@code HTMLPage2} has {@code html} and {@code page2}.
 */
final class Words {
    private Words() {}

    /** In lower case. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (!Character.isLetterOrDigit(points[i]) && !isMark(points[i])) {
                end(word, words);
                continue;
            }
            if (i > 0 && startsWord(points, i)) {
                end(word, words);
            }
            word.appendCodePoint(points[i]);
        }
        end(word, words);
        return words;
    }

    static String capitalized(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    private static boolean startsWord(int[] points, int at) {
        if (!Character.isUpperCase(points[at])) {
            return false;
        }
        boolean afterUpper = Character.isUpperCase(points[at - 1]);
        return !afterUpper || (at + 1 < points.length && Character.isLowerCase(points[at + 1]));
    }

    /** Accents that stand behind their letter. */
    private static boolean isMark(int point) {
        return Character.getType(point) == Character.NON_SPACING_MARK;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }
}
