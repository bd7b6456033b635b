package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a Liquid tag or output: quoted texts, numbers, names and paths, operators. */
final class LiquidTokens {
    private static final Pattern WORD = Pattern.compile(
            "\\G\\s*(?:(\"[^\"]*\"|'[^']*')|(-?[0-9]+(?:\\.[0-9]+)?)(?![\\w.-])"
                    + "|([A-Za-z_][\\w-]*(?:\\.[\\w-]+|\\[(?:[0-9]+|\"[^\"]*\"|'[^']*')])*)|(==|!=|<=|>=|<|>|\\||:|,))");

    private final Deque<String> words = new ArrayDeque<>();

    LiquidTokens(String text) throws Inexpressible {
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            words.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new Inexpressible("what stands at \"" + text.substring(end).strip() + "\"");
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** The next word stays; null at the end. */
    @Nullable String peek() {
        return words.peek();
    }

    String next(String expected) throws Inexpressible {
        if (words.isEmpty()) {
            throw new Inexpressible(expected + " is missing");
        }
        return words.remove();
    }

    boolean takes(String word) {
        if (word.equals(words.peek())) {
            words.remove();
            return true;
        }
        return false;
    }

    static boolean isText(String word) {
        return word.startsWith("\"") || word.startsWith("'");
    }

    static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(word.length() - 1))
                && (word.startsWith("-") || Character.isDigit(word.charAt(0)));
    }

    static String unquoted(String word) throws Inexpressible {
        if (word.indexOf('\\') >= 0) {
            throw new Inexpressible("a text with a backslash");
        }
        return word.substring(1, word.length() - 1);
    }
}
