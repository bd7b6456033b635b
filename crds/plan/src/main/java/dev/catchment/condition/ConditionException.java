package dev.catchment.condition;

/**
 * An expression failed on one event, so nobody knows what it would have said. The message holds nothing of the event:
 * it may be logged and shown.
 */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean missing;

    private ConditionException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /** @param message for people, without the event's content */
    public static ConditionException of(String message) {
        return new ConditionException(message, false);
    }

    static ConditionException missing(String message) {
        return new ConditionException(message, true);
    }

    /** The same failure, saying which expression it was. */
    public ConditionException in(String source) {
        return new ConditionException("${" + source + "}: " + getMessage(), missing);
    }

    /** The expression read a field or element that this event does not have. */
    public boolean isMissingField() {
        return missing;
    }
}
