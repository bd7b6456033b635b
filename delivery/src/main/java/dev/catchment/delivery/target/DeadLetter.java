package dev.catchment.delivery.target;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that a destination did not take, as it lies in the dead-letter stream: one JSON object.
 *
 * @param position where the event stands in its partition of the log: {@code frame:index}
 * @param reason one of a few fixed words
 * @param detail for people
 * @param attempts requests that were made
 * @param firstFailedAt ISO 8601; absent if nothing was sent
 * @param request the last one, secrets replaced by {@code ***}
 * @param status of the last answer, if there was one
 * @param answer beginning of the last answer's body
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
        @Nullable Request request,
        @Nullable Integer status,
        @Nullable String answer,
        JsonNode event) {
    public static final int VERSION = 1;

    /** @param body text; capped */
    public record Request(String method, String url, Map<String, String> headers, String body) {}
}
