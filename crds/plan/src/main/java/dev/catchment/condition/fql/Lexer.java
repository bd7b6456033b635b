package dev.catchment.condition.fql;

import dev.catchment.condition.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits an expression into its words. Texts stand in single or double quotes; in them {@code \\}, {@code \'} and
 * {@code \"} mean what follows the backslash, and every other backslash stays, since patterns use it. In a path, a
 * backslash goes before each character that is not one of {@code a-z A-Z 0-9 _ -}.
 */
final class Lexer {
    static final Set<String> KEYWORDS = Set.of("and", "or", "in", "true", "false", "null");

    private static final int END = -1;

    private final String source;
    private int at;
    private int line = 1;
    private int column = 1;

    private Lexer(String source) {
        this.source = source;
    }

    /** @return at least the token that marks the end */
    static List<Token> lex(String source) throws ExpressionException {
        Lexer lexer = new Lexer(source);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() throws ExpressionException {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            take();
        }
        int c = peek();
        if (c == END) {
            return new Token(Token.Kind.END, "", List.of(), line, column);
        } else if (c == '\'' || c == '"') {
            return text();
        } else if (isDigit(c) || c == '-' || c == '+') {
            return number();
        } else if (beginsName(c) || c == '\\') {
            return path();
        }
        return symbol();
    }

    private Token text() throws ExpressionException {
        int startLine = line;
        int startColumn = column;
        int quote = take();
        StringBuilder text = new StringBuilder();
        while (peek() != quote) {
            int c = peek() == END ? END : take();
            if (c == END) {
                throw new ExpressionException(
                        startLine, startColumn, "the text that begins here has no closing " + (char) quote);
            }
            if (c == '\\' && (peek() == '\\' || peek() == '\'' || peek() == '"')) {
                c = take();
            }
            text.appendCodePoint(c);
        }
        take();
        return new Token(Token.Kind.STRING, text.toString(), List.of(), startLine, startColumn);
    }

    private Token number() throws ExpressionException {
        int start = at;
        int startColumn = column;
        take();
        while (isDigit(peek()) || peek() == '.') {
            take();
        }
        String text = source.substring(start, at);
        if (!text.matches("[-+]?[0-9]+(\\.[0-9]+)?") || isInName(peek())) {
            throw new ExpressionException(
                    line,
                    startColumn,
                    "this is no number: a number is digits, with a sign before and a decimal point between them if need be");
        }
        return new Token(Token.Kind.NUMBER, text, List.of(), line, startColumn);
    }

    private Token path() throws ExpressionException {
        int start = at;
        int startLine = line;
        int startColumn = column;
        boolean escaped = false;
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        while (true) {
            if (peek() == '\\') {
                escaped = true;
                take();
                if (peek() == END) {
                    throw problem("the expression ends after a backslash: the character that it escapes is missing");
                }
                name.appendCodePoint(take());
            } else if (isInName(peek())) {
                name.appendCodePoint(take());
            } else {
                if (name.isEmpty()) {
                    throw problem("a name is missing after the dot" + hint(peek()));
                }
                names.add(name.toString());
                name.setLength(0);
                if (peek() != '.') {
                    break;
                }
                take();
            }
        }
        String text = source.substring(start, at);
        boolean keyword = !escaped && KEYWORDS.contains(text);
        return new Token(keyword ? Token.Kind.KEYWORD : Token.Kind.PATH, text, names, startLine, startColumn);
    }

    private Token symbol() throws ExpressionException {
        int startColumn = column;
        int c = peek();
        if ("=!<>()[],".indexOf(c) < 0) {
            throw problem("the character " + shown(c) + " has no meaning here" + hint(c));
        }
        take();
        String text = Character.toString(c);
        if (peek() == '=' && "!<>".indexOf(c) >= 0) {
            take();
            text += "=";
        } else if (c == '=' && peek() == '=') {
            throw new ExpressionException(line, startColumn, "FQL has no ==: write =");
        } else if (c == '<' && peek() == '>') {
            throw new ExpressionException(line, startColumn, "FQL has no <>: write !=");
        }
        return new Token(Token.Kind.SYMBOL, text, List.of(), line, startColumn);
    }

    private static String hint(int c) {
        return switch (c) {
            case '&' -> ": FQL writes and";
            case '|' -> ": FQL writes or";
            case '.' -> "";
            case 0x2018, 0x2019, 0x201C, 0x201D -> ": texts stand in plain quotes, ' or \"";
            default ->
                c > ' ' && !Character.isSpaceChar(c) && "=!<>()[],'\"".indexOf(c) < 0
                        ? ": in a name, write \\" + Character.toString(c)
                        : "";
        };
    }

    private static String shown(int c) {
        boolean visible = c > ' '
                && Character.isDefined(c)
                && !Character.isISOControl(c)
                && !Character.isSpaceChar(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE;
        return visible ? Character.toString(c) : String.format("U+%04X", c);
    }

    private ExpressionException problem(String message) {
        return new ExpressionException(line, column, message);
    }

    private int peek() {
        return at < source.length() ? source.codePointAt(at) : END;
    }

    private int take() {
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        line += c == '\n' ? 1 : 0;
        column = c == '\n' ? 1 : column + 1;
        return c;
    }

    /** Whether an expression's word that begins with it is a path. */
    static boolean beginsName(int c) {
        return isLetter(c) || c == '_';
    }

    /** Whether it stands in a name without a backslash. */
    static boolean isInName(int c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '-';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
