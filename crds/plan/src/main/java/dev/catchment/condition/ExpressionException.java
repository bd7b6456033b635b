package dev.catchment.condition;

/** An expression that cannot be compiled. The message begins with the position, so that it can be shown as it is. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    /** @param column of the offending token, like {@code line} counted from 1 */
    public ExpressionException(int line, int column, String message) {
        super(line + ":" + column + ": " + message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
