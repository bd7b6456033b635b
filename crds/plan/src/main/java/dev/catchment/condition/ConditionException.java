package dev.catchment.condition;

/**
 * An expression failed on one event, so nobody knows what it would have said. The message holds nothing of the event:
 * it may be logged and shown.
 */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean missing;
    private final boolean whole;

    private ConditionException(String message, boolean missing, boolean whole) {
        super(message);
        this.missing = missing;
        this.whole = whole;
    }

    /** @param message for people, without the event's content */
    public static ConditionException of(String message) {
        return new ConditionException(message, false, false);
    }

    static ConditionException missing(String message) {
        return new ConditionException(message, true, false);
    }

    /** In the words of the expression's author: {@code fail('why')}. */
    static ConditionException whole(String message) {
        return new ConditionException(message, false, true);
    }

    /** The same failure, saying which expression it was, unless its author said all there is to say. */
    public ConditionException in(String source) {
        return whole ? this : new ConditionException("${" + source + "}: " + getMessage(), missing, false);
    }

    /** The expression read a field or element that this event does not have. */
    public boolean isMissingField() {
        return missing;
    }
}
