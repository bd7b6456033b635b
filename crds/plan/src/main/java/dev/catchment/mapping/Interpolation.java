package dev.catchment.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * A text cut into what stands there and what is computed: {@code Hello ${fields.name}!}. An expression ends at the
 * brace that closes it, not at one inside a CEL string or map. A dollar sign doubled before a brace is a plain one.
 */
final class Interpolation {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private Interpolation(String text) {
        this.text = text;
    }

    sealed interface Part {
        record Literal(String text) implements Part {}

        record Expression(String cel) implements Part {}
    }

    static List<Part> parse(String where, String text) throws MappingException {
        if (!text.contains("${")) {
            return List.of(new Part.Literal(text));
        }
        Interpolation parser = new Interpolation(text);
        parser.run(where);
        return List.copyOf(parser.parts);
    }

    private void run(String where) throws MappingException {
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = end(at + 2);
                if (end < 0) {
                    throw new MappingException(where, "the ${ at character " + (at + 1) + " is not closed by a }");
                }
                flush();
                parts.add(new Part.Expression(text.substring(at + 2, end)));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush();
    }

    private void flush() {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** @return index of the closing brace; -1 if there is none */
    private int end(int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = afterString(i);
                continue;
            }
            if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** Behind a CEL string literal: quoted once or three times, with backslash escapes unless it is raw. */
    private int afterString(int open) {
        char quote = text.charAt(open);
        boolean raw = open > 0 && (text.charAt(open - 1) == 'r' || text.charAt(open - 1) == 'R');
        String delimiter = String.valueOf(quote).repeat(3);
        if (!text.startsWith(delimiter, open)) {
            delimiter = String.valueOf(quote);
        }
        int i = open + delimiter.length();
        while (i < text.length() && !text.startsWith(delimiter, i)) {
            i += !raw && text.charAt(i) == '\\' ? 2 : 1;
        }
        return i + delimiter.length();
    }
}
