package dev.catchment.contract.undelivered;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that a destination did not take, as it lies in the dead-letter stream: one JSON object. One per event and
 * destination, however many requests the event needed.
 *
 * @param position where the event stands in its partition of the log: {@code frame:index}
 * @param reason one of a few fixed words
 * @param detail for people
 * @param attempts requests that were made
 * @param firstFailedAt ISO 8601; absent if nothing was sent
 * @param at when it was given up
 * @param mappings presets and mappings whose requests were not taken; absent: all of them
 * @param request the last one, secrets replaced by {@code ***}
 * @param status of the last answer, if there was one
 * @param answer beginning of the last answer's body
 * @param event as destinations see it, with its {@code receivedAt}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(
        int version,
        String destination,
        int partition,
        String position,
        String source,
        String reason,
        String detail,
        int attempts,
        @Nullable String firstFailedAt,
        String at,
        @Nullable List<String> mappings,
        @Nullable Request request,
        @Nullable Integer status,
        @Nullable String answer,
        JsonNode event) {
    public static final int VERSION = 1;

    public DeadLetter {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(event, "event");
        mappings = mappings == null ? null : List.copyOf(mappings);
    }

    /** @param body text; capped */
    public record Request(String method, String url, Map<String, String> headers, String body) {}

    public byte[] toJson() throws IOException {
        return ContractJson.EVENTS.writeValueAsBytes(this);
    }

    /** @throws IOException if it is none */
    public static DeadLetter parse(byte[] json) throws IOException {
        return ContractJson.EVENTS.readValue(json, DeadLetter.class);
    }
}
