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
 * integrations of the batch are merged under the event's own keys, and the timestamp is corrected for the client's
 * clock: {@code timestamp = receivedAt − (sentAt − originalTimestamp)} (Segment's spec, "common fields").
 */
public final class EventComposer {
    private EventComposer() {}

    public static ObjectNode compose(Frame frame, int event) {
        ObjectNode composed = parse(frame.body(event));
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

    private static ObjectNode parse(byte[] body) {
        try {
            JsonNode tree = ContractJson.EVENTS.readTree(body);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("an event in the log is no JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(ObjectNode event, String field, @Nullable ObjectNode below) {
        if (below == null) {
            return;
        }
        ObjectNode merged = below.deepCopy();
        if (event.get(field) instanceof ObjectNode own) {
            merged.setAll(own);
        }
        event.set(field, merged);
    }

    private static void fillAddress(ObjectNode event, @Nullable String address) {
        if (address == null) {
            return;
        }
        ObjectNode context = event.get("context") instanceof ObjectNode own ? own : event.putObject("context");
        if (!context.hasNonNull("ip")) {
            context.put("ip", address);
        }
    }

    private static void setTimes(ObjectNode event, @Nullable String requestSentAt, Instant receivedAt) {
        Instant sentAt = EventTime.parse(event.get("sentAt"))
                .or(() -> EventTime.parse(requestSentAt))
                .orElse(receivedAt);
        JsonNode original =
                event.hasNonNull("originalTimestamp") ? event.get("originalTimestamp") : event.get("timestamp");
        Instant originalTime = EventTime.parse(original).orElse(sentAt);
        Instant timestamp = receivedAt.minus(Duration.between(originalTime, sentAt));
        if (original == null || original.isNull()) {
            event.put("originalTimestamp", EventTime.format(originalTime));
        } else {
            event.set("originalTimestamp", original);
        }
        event.put("sentAt", EventTime.format(sentAt));
        event.put("receivedAt", EventTime.format(receivedAt));
        event.put("timestamp", EventTime.format(timestamp));
    }
}
