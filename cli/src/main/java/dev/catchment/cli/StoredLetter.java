package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it was read, of whatever version. A damaged frame of the log lies among them as the bytes that it
 * is, under the name {@value #QUARANTINE}; it is shown as JSON too.
 *
 * @param stored broker's time
 */
record StoredLetter(long sequence, Instant stored, ObjectNode json) {
    static final String QUARANTINE = "_log";
    private static final String DAMAGED = "DAMAGED_FRAME";

    static StoredLetter of(Message message) throws IOException {
        return new StoredLetter(
                message.metaData().streamSequence(),
                message.metaData().timestamp().toInstant(),
                message.getSubject().endsWith("." + QUARANTINE) ? damaged(message) : letter(message));
    }

    private static ObjectNode letter(Message message) throws IOException {
        if (ContractJson.EVENTS.readTree(message.getData()) instanceof ObjectNode json) {
            return json;
        }
        throw new IOException("dead letter " + message.metaData().streamSequence() + " is no JSON object");
    }

    private static ObjectNode damaged(Message message) {
        String[] place = header(message, "Catchment-Position").split("/", 2);
        return ContractJson.EVENTS
                .createObjectNode()
                .put("destination", QUARANTINE)
                .put("partition", place[0].isEmpty() ? -1 : Integer.parseInt(place[0]))
                .put("position", place.length > 1 ? place[1] + ":0" : "")
                .put("reason", DAMAGED)
                .put("detail", header(message, "Catchment-Reason"))
                .put("at", message.metaData().timestamp().toInstant().toString())
                .put("bytes", message.getData());
    }

    private static String header(Message message, String name) {
        Headers headers = message.getHeaders();
        String value = headers == null ? null : headers.getFirst(name);
        return value == null ? "" : value;
    }

    String destination() {
        return json.path("destination").asText();
    }

    String reason() {
        return json.path("reason").asText();
    }

    String at() {
        return json.path("at").asText();
    }

    /** How many events it stands for. */
    long events() {
        JsonNode indexes = json.path("indexes");
        return indexes.isArray() ? indexes.size() : 1;
    }

    boolean isOf(@Nullable String source, @Nullable Integer partition, @Nullable String messageId) {
        return (source == null || json.path("source").asText().equals(source))
                && (partition == null || json.path("partition").asInt(-1) == partition)
                && (messageId == null || json.at("/event/messageId").asText().equals(messageId));
    }
}
