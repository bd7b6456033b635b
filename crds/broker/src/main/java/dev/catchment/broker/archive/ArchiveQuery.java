package dev.catchment.broker.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Which archived events to read.
 *
 * @param source name of a Source; empty: any
 * @param from earliest receivedAt
 * @param to receivedAt before which events were received
 */
public record ArchiveQuery(Optional<String> source, Instant from, Instant to) {
    public static final ArchiveQuery ALL = new ArchiveQuery(Optional.empty(), Instant.MIN, Instant.MAX);

    boolean mayMatch(ArchiveEntry entry) {
        return source.map(entry.sources()::contains).orElse(true)
                && entry.first().isBefore(to)
                && !entry.last().isBefore(from);
    }

    boolean matches(String eventSource, Instant receivedAt) {
        return source.map(eventSource::equals).orElse(true) && receivedAt.isBefore(to) && !receivedAt.isBefore(from);
    }
}
