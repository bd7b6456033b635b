package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import dev.catchment.cli.segment.Source.Replaced;
import dev.catchment.cli.segment.Source.Replacement;

/** Writes replacements of one text by another as CEL. */
final class Replacements {
    private static final String REGEX = "\\.+*?()|[]{}^$";

    private Replacements() {}

    /** @param text CEL that gives a text */
    static String cel(String text, Replaced replaced) throws Inexpressible {
        String cel = text;
        for (Replacement each : replaced.replacements()) {
            boolean caseMatters = !replaced.ignoreCase() || !hasLetters(each.pattern());
            if (!replaced.everywhere()) {
                cel = first(cel, each, caseMatters);
            } else if (caseMatters) {
                cel = "replaceAll(" + cel + ", " + CelText.quote(each.pattern()) + ", "
                        + CelText.quote(each.replacement()) + ")";
            } else {
                cel = "regexReplace(" + cel + ", " + CelText.quote(regex(each.pattern())) + ", "
                        + CelText.quote(each.replacement().replace("\\", "\\\\").replace("$", "\\$")) + ")";
            }
        }
        return cel;
    }

    /** Bound to a name, because the text is needed several times. */
    private static String first(String text, Replacement each, boolean caseMatters) throws Inexpressible {
        if (!caseMatters && each.pattern().chars().anyMatch(c -> c > 127)) {
            throw new Inexpressible(
                    "the first occurrence of a pattern with letters beyond a to z, whatever their case");
        }
        String pattern = CelText.quote(caseMatters ? each.pattern() : Ascii.lower(each.pattern()));
        String subject = caseMatters ? "t" : "t.lowerAscii()";
        String found = subject + ".indexOf(" + pattern + ")";
        return "[" + text + "].map(t, !" + subject + ".contains(" + pattern + ") ? t : t.substring(0, " + found + ") + "
                + CelText.quote(each.replacement()) + " + t.substring(" + found + " + "
                + each.pattern().codePointCount(0, each.pattern().length()) + "))[0]";
    }

    private static boolean hasLetters(String pattern) {
        return pattern.codePoints().anyMatch(c -> Character.toLowerCase(c) != Character.toUpperCase(c));
    }

    /** Letter by letter: RE2 has its own notion of equal letters, in which K is the Kelvin sign. */
    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            int lower = Character.toLowerCase(c);
            int upper = Character.toUpperCase(c);
            if (lower != upper) {
                regex.append('[').appendCodePoint(lower).appendCodePoint(upper).append(']');
            } else {
                regex.append(REGEX.indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
            }
        });
        return regex.toString();
    }

    private static final class Ascii {
        static String lower(String text) {
            StringBuilder lower = new StringBuilder();
            text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
            return lower.toString();
        }
    }
}
