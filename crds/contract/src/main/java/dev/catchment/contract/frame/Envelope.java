package dev.catchment.contract.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a request said about all of its events.
 *
 * @param sentAt as the client wrote it, on the request
 * @param clientAddress set for client endpoints only; becomes {@code context.ip} where the event has none
 * @param context batch-level context; an event's own keys win
 * @param integrations batch-level integrations; an event's own keys win
 */
public record Envelope(
        @Nullable String sentAt,
        @Nullable String clientAddress,
        @Nullable ObjectNode context,
        @Nullable ObjectNode integrations) {
    public static final Envelope EMPTY = new Envelope(null, null, null, null);
    /** Largest encoded size. */
    public static final int MAX_BYTES = 32 * 1024;
}
