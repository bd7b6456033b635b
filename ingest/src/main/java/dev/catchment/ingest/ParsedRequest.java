package dev.catchment.ingest;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that was read once.
 *
 * @param events valid, in the order of the body; offsets refer to {@code body}
 * @param envelope what the request said about all of its events, encoded; empty if it said nothing
 * @param writeKey of the body, if it has one
 * @param direct whether the context of the batch says {@code direct: true}
 */
record ParsedRequest(
        byte[] body,
        List<ParsedEvent> events,
        List<Rejection> rejected,
        byte[] envelope,
        @Nullable String writeKey,
        boolean direct) {

    /** Whether the event says, itself or through its batch, that the client sends it on its own behalf. */
    boolean direct(ParsedEvent event) {
        Boolean own = event.direct();
        return own == null ? direct : own;
    }

    /** The body's write key, unless it is blank. */
    Optional<String> key() {
        return Optional.ofNullable(writeKey).flatMap(WriteKeyReader::present);
    }
}
