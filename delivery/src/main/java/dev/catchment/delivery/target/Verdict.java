package dev.catchment.delivery.target;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.delivery.http.Answer;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.Rejected;
import java.time.Duration;
import java.util.List;

/** What an answer means. */
sealed interface Verdict {
    String REFUSED = "the destination refused it";

    record Done() implements Verdict {}

    /** The request was taken, but not all of its events. */
    record Partly(List<Rejected> rejected) implements Verdict {}

    /**
     * Final: no repetition changes it.
     *
     * @param detail for people
     * @param splittable whether a part of a batch may fare better
     */
    record Permanent(LetterReason reason, String detail, boolean splittable) implements Verdict {}

    /** The events give no request; a part of them may. */
    record Unsendable(RefusedException why) implements Verdict {}

    /** There are more events in the request than its type allows bytes for. */
    record TooLarge() implements Verdict {}

    /**
     * May be this event's fault or a passing trouble.
     *
     * @param overload whether it may mean that less should be sent
     */
    record Transient(String reason, boolean overload) implements Verdict {}

    /**
     * Every other request would meet the same.
     *
     * @param answered whether the destination itself says so; if it says so of one event only, that event is to blame
     */
    record Sick(String reason, CircuitCause cause, Duration retryAfter, boolean answered) implements Verdict {}

    /** The request was not made: this process may not send any more. */
    record NotSent() implements Verdict {}

    static Verdict of(Answer answer) {
        return switch (answer) {
            case Answer.Unreachable(String reason) -> new Sick(reason, CircuitCause.OTHER, Duration.ZERO, false);
            case Answer.NoAnswer(String reason) -> new Transient(reason, true);
            case Answer.Response response -> of(response);
            case Answer.NotSent _ -> new NotSent();
        };
    }

    /** Why the circuit opens if that status is taken for the destination's state. */
    static CircuitCause cause(int status) {
        return status == 401 || status == 403 || status == 407 ? CircuitCause.CREDENTIALS : CircuitCause.OTHER;
    }

    private static Verdict of(Answer.Response response) {
        int status = response.status();
        String reason = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Done();
        }
        return switch (status) {
            case 401, 403, 407 ->
                new Sick(reason + ": the credentials are refused", cause(status), Duration.ZERO, true);
            case 429, 503 ->
                new Sick(reason, CircuitCause.OTHER, response.retryAfter().orElse(Duration.ZERO), true);
            case 408, 423, 425 -> new Transient(reason, status == 408);
            case 400, 413, 422 -> new Permanent(LetterReason.BAD_REQUEST, REFUSED, true);
            case 501 -> new Permanent(LetterReason.MESSAGE_REJECTED, REFUSED, false);
            default ->
                status >= 500
                        ? new Transient(reason, true)
                        : status >= 400
                                ? new Permanent(LetterReason.MESSAGE_REJECTED, REFUSED, false)
                                : new Sick(
                                        reason + ": redirects are not followed",
                                        CircuitCause.OTHER,
                                        Duration.ZERO,
                                        true);
        };
    }
}
