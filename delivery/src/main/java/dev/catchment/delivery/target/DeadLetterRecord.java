package dev.catchment.delivery.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.plan.DestinationForm;
import dev.catchment.mapping.OutgoingRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a dead letter's record together. */
final class DeadLetterRecord {
    private static final int MAX_BODY = 128 * 1024;
    private static final int MAX_ANSWER = 8 * 1024;

    private DeadLetterRecord() {}

    static DeadLetter letter(
            Pending event,
            DestinationForm form,
            Surroundings around,
            String reason,
            String detail,
            @Nullable OutgoingRequest request,
            @Nullable Answer answer) {
        Answer.Response response = answer instanceof Answer.Response given ? given : null;
        return new DeadLetter(
                DeadLetter.VERSION,
                form.name(),
                around.partition(),
                event.logPosition().toString(),
                event.source(),
                reason,
                detail,
                event.attempts,
                event.firstFailure == null ? null : event.firstFailure.toString(),
                around.clock().instant().toString(),
                event.refused.isEmpty() ? null : List.copyOf(event.refused),
                request == null ? null : shown(request, form),
                response == null ? null : response.status(),
                response == null ? null : cap(response.body(), MAX_ANSWER),
                event(event));
    }

    private static DeadLetter.Request shown(OutgoingRequest request, DestinationForm form) {
        OutgoingRequest redacted = request.redacted(form.secrets());
        return new DeadLetter.Request(
                redacted.method(), redacted.url().toString(), redacted.headers(), cap(redacted.bodyText(), MAX_BODY));
    }

    private static JsonNode event(Pending event) {
        try {
            return event.event().json();
        } catch (UncheckedIOException e) {
            return TextNode.valueOf(new String(event.raw(), StandardCharsets.UTF_8));
        }
    }

    private static String cap(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
