package dev.catchment.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Payloads with equal keys may share the requests of their action.
 *
 * @param parts what the requests have of their own, such as URL and headers
 * @param alone set for what shares a request with nothing else
 */
public record BatchKey(
        String action, List<Object> parts, @Nullable String alone) {
    public BatchKey {
        parts = List.copyOf(parts);
    }

    static BatchKey alone(String action, String idempotencyKey) {
        return new BatchKey(action, List.of(), idempotencyKey);
    }

    /** Headers may hold secrets. */
    @Override
    public String toString() {
        return action;
    }
}
