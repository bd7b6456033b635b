package dev.catchment.condition.fql;

/** A pattern that {@link Glob} cannot use. The message says why, for people, and holds nothing of the pattern. */
final class BadPatternException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPatternException(String message) {
        super(message);
    }
}
