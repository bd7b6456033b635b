package dev.catchment.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payloads with equal keys may share a request: the same action, and the same method, URL and headers.
 *
 * @param alone set for what shares a request with nothing else
 */
public record BatchKey(
        String action,
        String method,
        String url,
        Map<String, String> headers,
        @Nullable String alone) {
    public BatchKey {
        headers = Map.copyOf(headers);
    }

    static BatchKey alone(String action, String idempotencyKey) {
        return new BatchKey(action, "", "", Map.of(), idempotencyKey);
    }

    /** Headers may hold secrets. */
    @Override
    public String toString() {
        return action + " " + method;
    }
}
