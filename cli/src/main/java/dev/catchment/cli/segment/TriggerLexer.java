package dev.catchment.cli.segment;

import dev.catchment.cli.segment.TriggerToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a trigger into pieces as Segment does, with its oddities: a word or closing quote counts only if white space,
 * a comma or a closing bracket follows, and a backslash makes any character part of a name.
 */
final class TriggerLexer {
    private static final char END = '\0';

    private final String text;
    private final List<TriggerToken> tokens = new ArrayList<>();
    private int at;

    private TriggerLexer(String text) {
        this.text = text;
    }

    static List<TriggerToken> tokens(String trigger) throws TriggerException {
        TriggerLexer lexer = new TriggerLexer(trigger);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws TriggerException {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (!isSpace(c)) {
                tokens.add(token(c));
            }
        }
        tokens.add(TriggerToken.THE_END);
    }

    private TriggerToken token(char c) throws TriggerException {
        return switch (c) {
            case '"', '\'' -> string(c);
            case '=' -> operator("=");
            case '<', '>' -> operator(follows("=") ? c + "=" : String.valueOf(c));
            case '!' -> negation();
            case '.' -> new TriggerToken(Kind.DOT, ".");
            case '(' -> new TriggerToken(Kind.PAREN_LEFT, "(");
            case ')' -> new TriggerToken(Kind.PAREN_RIGHT, ")");
            case '[', ']', ',' -> new TriggerToken(Kind.OTHER, String.valueOf(c));
            case '+', '-' -> number(c);
            default -> {
                if (isDigit(c)) {
                    yield number(c);
                }
                if (isLetter(c) || c == '_' || c == '\\') {
                    yield word(c);
                }
                throw new TriggerException(at, "'" + c + "' means nothing in a trigger");
            }
        };
    }

    private static TriggerToken operator(String operator) {
        return new TriggerToken(Kind.OPERATOR, operator);
    }

    private TriggerToken negation() throws TriggerException {
        char next = peek();
        if (isLetter(next) || next == '(') {
            return operator("!");
        }
        if (follows("=")) {
            return operator("!=");
        }
        throw new TriggerException(at, "after ! there must be a function, or = and a space");
    }

    private TriggerToken string(char quote) throws TriggerException {
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw new TriggerException(at, "the text that begins here has no closing " + quote);
        }
        String quoted = quote + text.substring(at, end) + quote;
        at = end;
        // If it is not taken, Segment sees another text begin at the closing quote.
        follows(String.valueOf(quote));
        return new TriggerToken(Kind.STRING, quoted);
    }

    private TriggerToken number(char first) throws TriggerException {
        StringBuilder number = new StringBuilder().append(first);
        boolean decimal = false;
        while (isDigit(peek()) || peek() == '.') {
            char c = text.charAt(at++);
            number.append(c);
            if (c == '.' && (decimal || isTerminator(peek()))) {
                throw new TriggerException(at, "this is no number");
            }
            decimal |= c == '.';
        }
        return new TriggerToken(Kind.NUMBER, number.toString());
    }

    private TriggerToken word(char first) throws TriggerException {
        if (first == 'a' && follows("nd")) {
            return new TriggerToken(Kind.CONDITIONAL, "and");
        }
        if (first == 'o' && follows("r")) {
            return new TriggerToken(Kind.CONDITIONAL, "or");
        }
        if (first == 'n' && follows("ull")) {
            return new TriggerToken(Kind.NULL, "null");
        }
        StringBuilder name = new StringBuilder();
        char c = first;
        while (true) {
            if (c == '\\') {
                if (at == text.length()) {
                    throw new TriggerException(at, "a character must follow the backslash");
                }
                c = text.charAt(at++);
            }
            name.append(c);
            if (!isLetter(peek()) && !isDigit(peek()) && "_-\\".indexOf(peek()) < 0) {
                break;
            }
            c = text.charAt(at++);
        }
        char next = peek();
        if (!isTerminator(next) && ".(=!".indexOf(next) < 0) {
            throw new TriggerException(at, "after the name there must be a space, not '" + next + "'");
        }
        return new TriggerToken(Kind.IDENT, name.toString());
    }

    /** Takes these characters if they come next and end there; at the end of the trigger, what there is of them is lost. */
    private boolean follows(String characters) {
        int from = at;
        int length = 0;
        while (length < characters.length()) {
            if (at == text.length()) {
                return false;
            }
            length++;
            if (isTerminator(text.charAt(at++))) {
                break;
            }
        }
        if (text.substring(from, at).equals(characters) && isTerminator(peek())) {
            return true;
        }
        at = from;
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static boolean isTerminator(char c) {
        return c == END || isSpace(c) || c == ',' || c == ']' || c == ')';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
