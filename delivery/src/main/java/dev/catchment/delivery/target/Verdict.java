package dev.catchment.delivery.target;

import dev.catchment.delivery.http.Answer;
import java.time.Duration;

/** What an answer means. */
sealed interface Verdict {
    record Done() implements Verdict {}

    /**
     * Final: no repetition changes it.
     *
     * @param splittable whether a part of a batch may fare better
     */
    record Permanent(String reason, boolean splittable) implements Verdict {}

    /** May be this event's fault or a passing trouble. */
    record Transient(String reason) implements Verdict {}

    /** Every other request would meet the same. */
    record Sick(String reason, Duration retryAfter) implements Verdict {}

    static Verdict of(Answer answer) {
        return switch (answer) {
            case Answer.Unreachable(String reason) -> new Sick(reason, Duration.ZERO);
            case Answer.NoAnswer(String reason) -> new Transient(reason);
            case Answer.Response response -> of(response);
            case Answer.NotSent _ -> throw new IllegalArgumentException("nothing was sent, so there is no verdict");
        };
    }

    private static Verdict of(Answer.Response response) {
        int status = response.status();
        String reason = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Done();
        }
        return switch (status) {
            case 401, 403, 407 -> new Sick(reason + ": the credentials are refused", Duration.ZERO);
            case 429, 503 -> new Sick(reason, response.retryAfter().orElse(Duration.ZERO));
            case 408, 423, 425 -> new Transient(reason);
            case 400, 413, 422 -> new Permanent("BAD_REQUEST", true);
            case 501 -> new Permanent("MESSAGE_REJECTED", false);
            default ->
                status >= 500
                        ? new Transient(reason)
                        : status >= 400
                                ? new Permanent("MESSAGE_REJECTED", false)
                                : new Sick(reason + ": redirects are not followed", Duration.ZERO);
        };
    }
}
