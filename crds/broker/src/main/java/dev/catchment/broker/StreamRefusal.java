package dev.catchment.broker;

/**
 * Something about a stream that NATS does not do.
 *
 * @param missing whether the stream is not there at all
 * @param message a sentence for people
 */
public record StreamRefusal(String stream, boolean missing, Cause cause, String message) {

    /** What would have to change. */
    public enum Cause {
        /** What the stream is to be like. */
        CONFIGURATION,
        /** The room that NATS has. */
        STORAGE,
        /** What the operator's NATS user may do. */
        PERMISSION
    }
}
