package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Secret;
import dev.catchment.mapping.OutgoingRequest;
import dev.catchment.mapping.SecretMask;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to an event, or to a batch: one line of {@code catchment explain}.
 *
 * @param outcome {@code send}, {@code filtered}, {@code refused} or {@code held}; by what the tool answers also {@code
 *     retry} and, of a batch, {@code partly}
 * @param reason why the hub does not send it
 * @param detail present unless it is sent
 */
public record Explanation(
        List<String> messageIds,
        String outcome,
        @Nullable Reason reason,
        @Nullable String detail,
        List<OutgoingRequest> requests) {
    public Explanation {
        messageIds = List.copyOf(messageIds);
        requests = List.copyOf(requests);
    }

    static Explanation sent(List<String> messageIds, List<OutgoingRequest> requests) {
        return new Explanation(messageIds, "send", null, null, requests);
    }

    static Explanation of(Event event, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Send send -> throw new IllegalArgumentException("requests are rendered first");
            case Outcome.Filtered filtered -> not(event, "filtered", filtered.reason(), filtered.detail());
            case Outcome.Refused refused -> not(event, "refused", refused.reason(), refused.detail());
            case Outcome.Held held -> not(event, "held", null, held.detail());
        };
    }

    private static Explanation not(Event event, String outcome, @Nullable Reason reason, String detail) {
        return new Explanation(List.of(event.messageId()), outcome, reason, detail, List.of());
    }

    /** The same with these secrets as {@code ***}, as it may be shown. */
    public Explanation redacted(Collection<Secret> secrets) {
        return secrets.isEmpty()
                ? this
                : new Explanation(
                        messageIds,
                        outcome,
                        reason,
                        detail == null ? null : SecretMask.of(secrets).text(detail),
                        requests.stream()
                                .map(request -> request.redacted(secrets))
                                .toList());
    }

    /** The same with what these headers hold as {@code ***}. */
    Explanation withoutHeaders(Set<String> names) {
        return new Explanation(
                messageIds,
                outcome,
                reason,
                detail,
                requests.stream().map(request -> request.withoutHeaders(names)).toList());
    }

    /** The line. A body is a JSON value where it is JSON, else a text. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode ids = json.putArray("messageIds");
        messageIds.forEach(ids::add);
        json.put("outcome", outcome);
        if (reason != null) {
            json.put("reason", reason.name());
        }
        if (detail != null) {
            json.put("detail", detail);
        }
        ArrayNode list = json.putArray("requests");
        requests.forEach(request -> list.add(toJson(request)));
        return json;
    }

    private static ObjectNode toJson(OutgoingRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("method", request.method());
        json.put("url", request.url().toString());
        ObjectNode headers = json.putObject("headers");
        request.headers().forEach(headers::put);
        json.set("body", request.bodyJson());
        return json;
    }
}
