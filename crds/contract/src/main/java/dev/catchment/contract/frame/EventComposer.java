package dev.catchment.contract.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as every destination and the archive see it: what the client sent, completed from its request's envelope.
 * The write key and the deprecated {@code options} are gone, {@code type} and {@code messageId} are there, context and
 * integrations of the batch are merged under the event's own keys (one level deep), and the timestamp is corrected for
 * the client's clock: {@code timestamp = receivedAt − (sentAt − originalTimestamp)} (Segment's spec, "common fields").
 * {@code FRAME.md} has the rules in full. {@code _metadata} stays: delivery looks at it and removes it.
 */
public final class EventComposer {
    private EventComposer() {}

    /**
     * A new tree on every call.
     *
     * @throws UncheckedIOException if the event is no JSON object within the hub's limits, which ingest never accepts;
     *     the message quotes nothing of it
     */
    public static ObjectNode compose(Frame frame, int event) {
        ObjectNode composed = parse(frame, event);
        Envelope envelope = frame.envelope(event);
        composed.remove("writeKey");
        composed.remove("options");
        composed.put("type", frame.kind(event).wireName());
        String messageId = frame.generatedMessageId(event);
        if (messageId != null) {
            composed.put("messageId", messageId);
        }
        merge(composed, "context", envelope.context());
        merge(composed, "integrations", envelope.integrations());
        fillAddress(composed, envelope.clientAddress());
        setTimes(composed, envelope.sentAt(), frame.receivedAt());
        return composed;
    }

    private static ObjectNode parse(Frame frame, int event) {
        try {
            JsonNode tree = ContractJson.EVENTS.readTree(frame.array(), frame.offset(event), frame.length(event));
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | NumberFormatException e) {
            // Its message may quote the event.
        }
        throw new UncheckedIOException(
                new IOException("event " + event + " of frame " + frame.id() + " is no JSON object within the limits"));
    }

    private static void merge(ObjectNode event, String field, @Nullable ObjectNode below) {
        if (below == null || isForeign(event.get(field))) {
            return;
        }
        ObjectNode merged = below.deepCopy();
        if (event.get(field) instanceof ObjectNode own) {
            merged.setAll(own);
        }
        event.set(field, merged);
    }

    private static void fillAddress(ObjectNode event, @Nullable String address) {
        if (address == null || isForeign(event.get("context"))) {
            return;
        }
        ObjectNode context = event.get("context") instanceof ObjectNode own ? own : event.putObject("context");
        if (!context.hasNonNull("ip")) {
            context.put("ip", address);
        }
    }

    /**
     * A string or an array where an object belongs stays as the client sent it: better odd than lost. But an empty array
     * is what PHP writes for an empty map.
     */
    private static boolean isForeign(@Nullable JsonNode value) {
        return value != null && !value.isNull() && !value.isObject() && !(value.isArray() && value.isEmpty());
    }

    private static void setTimes(ObjectNode event, @Nullable String requestSentAt, Instant receivedAt) {
        Instant sentAt = EventTime.parse(requestSentAt)
                .or(() -> EventTime.parse(event.get("sentAt")))
                .orElse(receivedAt);
        JsonNode original =
                event.hasNonNull("originalTimestamp") ? event.get("originalTimestamp") : event.get("timestamp");
        Instant originalTime = EventTime.parse(original)
                .or(() -> EventTime.parse(event.get("timestamp")))
                .orElse(sentAt);
        Instant corrected = receivedAt.minus(Duration.between(originalTime, sentAt));
        if (original == null || original.isNull()) {
            event.put("originalTimestamp", EventTime.format(originalTime));
        } else {
            event.set("originalTimestamp", original);
        }
        event.put("sentAt", EventTime.format(sentAt));
        event.put("receivedAt", EventTime.format(receivedAt));
        event.put("timestamp", EventTime.format(EventTime.inRange(corrected) ? corrected : receivedAt));
    }
}
