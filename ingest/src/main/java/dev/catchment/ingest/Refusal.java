package dev.catchment.ingest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is refused as a whole. The message says what and where; it is what the client reads. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String text;
    private final int retryAfterSeconds;
    private final transient Optional<LiveSource> source;
    private final boolean bodyRead;
    private final @Nullable String writeKey;

    Refusal(Reason reason, String message) {
        this(reason, message, 0);
    }

    /** @param retryAfterSeconds when to send the request again, 1 to 300; 0: sending it again does not help */
    Refusal(Reason reason, String message, int retryAfterSeconds) {
        this(reason, message, retryAfterSeconds, Optional.empty(), false, null);
    }

    private Refusal(
            Reason reason,
            String message,
            int retryAfterSeconds,
            Optional<LiveSource> source,
            boolean bodyRead,
            @Nullable String writeKey) {
        // It is an answer, not a defect: nobody looks at where it was made.
        super(message, null, false, false);
        this.reason = reason;
        this.text = message;
        this.retryAfterSeconds = retryAfterSeconds;
        this.source = source;
        this.bodyRead = bodyRead;
        this.writeKey = writeKey;
    }

    /** Of a body that could be read to its end. Whose it is remains to be seen from its key, if it has one. */
    static Refusal ofBody(Reason reason, String message, @Nullable String writeKey) {
        return new Refusal(reason, message, 0, Optional.empty(), true, writeKey);
    }

    /** The same, of a request of this source. */
    Refusal of(Optional<LiveSource> whose) {
        return new Refusal(reason, text, retryAfterSeconds, whose, bodyRead, writeKey);
    }

    /** Whose request it is, if that is known. */
    Optional<LiveSource> source() {
        return source;
    }

    /** Whether the body could be read, so that its write key is known. */
    boolean bodyRead() {
        return bodyRead;
    }

    /** The write key of a body that could be read, unless it has none. */
    Optional<String> key() {
        return Optional.ofNullable(writeKey).flatMap(WriteKeyReader::present);
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
