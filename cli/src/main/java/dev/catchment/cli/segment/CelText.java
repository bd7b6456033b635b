package dev.catchment.cli.segment;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Pieces of CEL's text. */
final class CelText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** CEL takes no dot before these. */
    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "package",
            "namespace",
            "null",
            "return",
            "true",
            "var",
            "void",
            "while");

    private CelText() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\'' -> quoted.append("\\'");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('\'').toString();
    }

    /** {@code event.properties['first name'].items[0]} */
    static String path(String root, List<String> steps) {
        StringBuilder path = new StringBuilder(root);
        for (String step : steps) {
            if (PathSteps.isIndex(step)) {
                path.append('[').append(Integer.parseInt(step)).append(']');
            } else if (NAME.matcher(step).matches() && !RESERVED.contains(step)) {
                path.append('.').append(step);
            } else {
                path.append('[').append(quote(step)).append(']');
            }
        }
        return path.toString();
    }
}
