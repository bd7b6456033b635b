package dev.catchment.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Functions that change texts. Positions and lengths count code points, as CEL's do. */
final class TextFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType INT = SimpleType.INT;

    private TextFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                ofText("lower", text -> text.toLowerCase(Locale.ROOT)),
                ofText("upper", text -> text.toUpperCase(Locale.ROOT)),
                ofText("trim", String::strip),
                ofText("trim", String::strip).asMember(),
                ofText("capitalize", Words::capitalized),
                ofText("snakeCase", text -> String.join("_", Words.of(text))),
                ofText("kebabCase", text -> String.join("-", Words.of(text))),
                ofText(
                        "titleCase",
                        text -> String.join(
                                " ",
                                Words.of(text).stream().map(Words::capitalized).toList())),
                ofText("camelCase", TextFunctions::camelCase),
                LibraryFunction.of("truncate", DYN, List.of(TEXT, INT), TextFunctions::truncate),
                LibraryFunction.of("padStart", DYN, List.of(TEXT, INT, TEXT), TextFunctions::padStart)
                        .asSlow(),
                LibraryFunction.of("trimPrefix", DYN, List.of(TEXT, TEXT), TextFunctions::trimPrefix),
                LibraryFunction.of("trimSuffix", DYN, List.of(TEXT, TEXT), TextFunctions::trimSuffix),
                LibraryFunction.of("replaceAll", DYN, List.of(TEXT, TEXT, TEXT), TextFunctions::replaceAll)
                        .asSlow(),
                LibraryFunction.of("substring", DYN, List.of(TEXT, INT, INT), TextFunctions::substring)
                        .optional(1)
                        .asMember());
    }

    private static LibraryFunction ofText(String name, UnaryOperator<String> change) {
        return LibraryFunction.of(
                name, DYN, List.of(TEXT), arguments -> Limits.text(arguments, change.apply(arguments.text(0))));
    }

    private static String camelCase(String text) {
        List<String> words = Words.of(text);
        StringBuilder camel = new StringBuilder();
        for (String word : words) {
            camel.append(camel.isEmpty() ? word : Words.capitalized(word));
        }
        return camel.toString();
    }

    private static Object truncate(Arguments arguments) {
        String text = arguments.text(0);
        int most = arguments.integer(1, 0, Limits.SIZE);
        return text.length() <= most || text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static Object padStart(Arguments arguments) {
        String text = arguments.text(0);
        int length = arguments.integer(1, 0, Limits.SIZE);
        int[] fill = arguments.text(2).codePoints().toArray();
        int missing = length - text.codePointCount(0, text.length());
        if (missing <= 0 || fill.length == 0) {
            return text;
        }
        StringBuilder padded = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padded.appendCodePoint(fill[i % fill.length]);
        }
        return Limits.text(arguments, padded.append(text));
    }

    private static Object trimPrefix(Arguments arguments) {
        String text = arguments.text(0);
        String prefix = arguments.text(1);
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static Object trimSuffix(Arguments arguments) {
        String text = arguments.text(0);
        String suffix = arguments.text(1);
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** The length is checked while the text grows: it may be the product of what was given. */
    private static Object replaceAll(Arguments arguments) {
        String text = arguments.text(0);
        String literal = arguments.text(1);
        String replacement = arguments.text(2);
        int found = literal.isEmpty() ? -1 : text.indexOf(literal);
        if (found < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        while (found >= 0) {
            replaced.append(text, from, found).append(replacement);
            Limits.check(arguments, replaced.length());
            from = found + literal.length();
            found = text.indexOf(literal, from);
        }
        return Limits.text(arguments, replaced.append(text, from, text.length()));
    }

    private static Object substring(Arguments arguments) {
        String text = arguments.text(0);
        int length = text.codePointCount(0, text.length());
        int from = arguments.integer(1, 0, Limits.SIZE);
        int to = arguments.count() == 2 ? length : arguments.integer(2, 0, Limits.SIZE);
        if (from > to || to > length) {
            throw arguments.failure("needs positions inside of the text, the first one first");
        }
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }
}
