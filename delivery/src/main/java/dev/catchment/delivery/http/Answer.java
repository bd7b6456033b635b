package dev.catchment.delivery.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How a request ended. */
public sealed interface Answer {
    /**
     * The tool answered.
     *
     * @param body its beginning, at most {@link Outbound#MAX_ANSWER}
     * @param retryAfter what it asked for
     * @param headers by their names in lower case; of several with one name the first
     */
    record Response(int status, String body, Optional<Duration> retryAfter, Map<String, String> headers)
            implements Answer {
        /** Without any header. */
        public Response(int status, String body, Optional<Duration> retryAfter) {
            this(status, body, retryAfter, Map.of());
        }
    }

    /** No connection, so nothing was sent: every other request would meet the same. */
    record Unreachable(String reason) implements Answer {}

    /** The request may have arrived; no whole answer came back in time. */
    record NoAnswer(String reason) implements Answer {}

    /** Nothing was sent, because it was no longer allowed when the connection was ready. */
    record NotSent() implements Answer {}
}
