package dev.catchment.cli.segment;

/** Segment cannot read a trigger, so that it never holds there. */
final class TriggerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param column from 1 */
    TriggerException(int column, String message) {
        super("character " + Math.max(1, column) + ": " + message);
    }

    TriggerException(String message) {
        super(message);
    }
}
