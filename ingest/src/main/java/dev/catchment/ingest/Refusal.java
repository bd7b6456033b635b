package dev.catchment.ingest;

import java.util.Optional;

/** A request that is refused as a whole. The message says what and where; it is what the client reads. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String text;
    private final int retryAfterSeconds;
    private final transient Optional<LiveSource> source;

    Refusal(Reason reason, String message) {
        this(reason, message, 0);
    }

    /** @param retryAfterSeconds when to send the request again, 1 to 300; 0: sending it again does not help */
    Refusal(Reason reason, String message, int retryAfterSeconds) {
        this(reason, message, retryAfterSeconds, Optional.empty());
    }

    private Refusal(Reason reason, String message, int retryAfterSeconds, Optional<LiveSource> source) {
        // It is an answer, not a defect: nobody looks at where it was made.
        super(message, null, false, false);
        this.reason = reason;
        this.text = message;
        this.retryAfterSeconds = retryAfterSeconds;
        this.source = source;
    }

    /** The same, of a request of this source. */
    Refusal of(Optional<LiveSource> whose) {
        return new Refusal(reason, text, retryAfterSeconds, whose);
    }

    /** Whose request it is, if that is known. */
    Optional<LiveSource> source() {
        return source;
    }

    Reason reason() {
        return reason;
    }

    /** What the client reads. */
    String text() {
        return text;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
