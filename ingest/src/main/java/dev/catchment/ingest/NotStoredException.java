package dev.catchment.ingest;

/** A frame of which it is not known that it is stored. Its events are answered with 503 and sent again. */
final class NotStoredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param reason {@link Reason#LOG_FULL} or {@link Reason#LOG_UNAVAILABLE} */
    NotStoredException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
