package dev.catchment.delivery.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.SecretMask;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a dead letter's record together. */
final class DeadLetterRecord {
    private static final int MAX_BODY = 128 * 1024;
    private static final int MAX_ANSWER = 8 * 1024;
    private static final int MAX_DETAIL = 2 * 1024;

    private DeadLetterRecord() {}

    static DeadLetter letter(
            Pending event,
            DestinationForm form,
            Surroundings around,
            LetterReason reason,
            String detail,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        Answer.Response response = answer instanceof Answer.Response given ? given : null;
        SecretMask mask = request == null ? SecretMask.of(form.secrets()) : SecretMask.of(form.secrets(), request);
        return new DeadLetter(
                DeadLetter.VERSION,
                form.name(),
                around.partition(),
                event.logPosition().toString(),
                null,
                event.source(),
                reason.name(),
                cap(mask.text(detail), MAX_DETAIL),
                event.attempts,
                event.firstFailure == null ? null : event.firstFailure.toString(),
                around.clock().instant().toString(),
                event.refused.isEmpty() ? null : List.copyOf(event.refused),
                request == null ? null : shown(request, form),
                response == null ? null : response.status(),
                response == null ? null : cap(mask.text(response.body()), MAX_ANSWER),
                event(event));
    }

    /**
     * Events of one source that are given up with a lane; they stay in the archive.
     *
     * @param indexes within the frame, ascending
     */
    static DeadLetter expired(
            String destination, int partition, LogFrame frame, String source, List<Integer> indexes, Instant at) {
        return new DeadLetter(
                DeadLetter.VERSION,
                destination,
                partition,
                new Position(frame.sequence(), indexes.getFirst()).toString(),
                indexes,
                source,
                LetterReason.LANE_EXPIRED.name(),
                "the log was full and the destination took nothing; the events are in the archive",
                0,
                null,
                at.toString(),
                null,
                null,
                null,
                null,
                null);
    }

    private static DeadLetter.Request shown(OutgoingRequest request, DestinationForm form) {
        OutgoingRequest redacted = request.redacted(form.secrets());
        return new DeadLetter.Request(
                redacted.method(), redacted.url().toString(), redacted.headers(), cap(redacted.bodyText(), MAX_BODY));
    }

    private static JsonNode event(Pending event) {
        try {
            return event.uncomposed ? raw(event) : event.event().json();
        } catch (UncheckedIOException e) {
            return raw(event);
        }
    }

    private static JsonNode raw(Pending event) {
        return TextNode.valueOf(new String(event.raw(), StandardCharsets.UTF_8));
    }

    private static String cap(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
