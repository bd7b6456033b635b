package dev.catchment.contract.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What a request said about all of its events.
 *
 * @param sentAt as the client wrote it, on the request
 * @param clientAddress set for client endpoints only; becomes {@code context.ip} where the event has none
 * @param context batch-level context; an event's own keys win
 * @param integrations batch-level integrations; an event's own keys win
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope(
        @Nullable String sentAt,
        @Nullable String clientAddress,
        @Nullable ObjectNode context,
        @Nullable ObjectNode integrations) {
    public static final Envelope EMPTY = new Envelope(null, null, null, null);
    /** Largest encoded size. */
    public static final int MAX_BYTES = 32 * 1024;

    /** As it stands in a frame: JSON without what is absent, or nothing at all if everything is. */
    public byte[] encode() {
        if (equals(EMPTY)) {
            return new byte[0];
        }
        try {
            return ContractJson.EVENTS.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
