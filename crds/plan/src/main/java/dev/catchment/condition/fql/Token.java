package dev.catchment.condition.fql;

import dev.catchment.condition.ExpressionException;
import java.util.List;

/**
 * A word of an expression.
 *
 * @param text as it is written; of a text, what it means
 * @param names of a path: its names, without the backslashes
 * @param line counted from 1, like the column, which counts code points
 */
record Token(Kind kind, String text, List<String> names, int line, int column) {
    enum Kind {
        PATH,
        STRING,
        NUMBER,
        /** One of {@link Lexer#KEYWORDS}. */
        KEYWORD,
        SYMBOL,
        END
    }

    boolean is(String word) {
        return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equals(word);
    }

    /** A path of one name, such as a function's. */
    boolean isName() {
        return kind == Kind.PATH && names.size() == 1;
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end of the expression";
            case STRING -> "the text " + Printer.quoted(text);
            default -> "'" + text + "'";
        };
    }

    ExpressionException problem(String message) {
        return new ExpressionException(line, column, message);
    }
}
