package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A valid event of a request: where its bytes stand in the body, and what was read from them on the way.
 *
 * @param index in the batch
 * @param messageId null if the client sent none
 * @param user anonymousId, else userId; numbers as they are written
 * @param writeKey the event's own, if it has one
 * @param direct what its {@code context.direct} says; null: nothing
 */
record ParsedEvent(
        int index,
        Kind kind,
        int offset,
        int length,
        @Nullable String messageId,
        String user,
        @Nullable String writeKey,
        @Nullable Boolean direct) {}
