package dev.catchment.broker.archive;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.catchment.contract.Position;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the archive's index: only what has one exists. Objects of one partition follow each other without a gap:
 * each covers the log from {@code from} to before {@code to}.
 *
 * @param object name in the object store
 * @param from position {@code frame:index}
 * @param to position {@code frame:index}
 * @param events lines in the object
 * @param bytes size before compression
 * @param stored size of the object
 * @param sources Sources that have events in it, sorted
 * @param first earliest receivedAt in it
 * @param last latest receivedAt in it
 */
public record ArchiveEntry(
        int partition,
        String object,
        String from,
        String to,
        long events,
        long bytes,
        long stored,
        List<String> sources,
        Instant first,
        Instant last) {
    public ArchiveEntry {
        sources = List.copyOf(sources);
    }

    @JsonIgnore
    public Position fromPosition() {
        return position(from);
    }

    @JsonIgnore
    public Position toPosition() {
        return position(to);
    }

    private static Position position(String text) {
        int colon = text.indexOf(':');
        return new Position(Long.parseLong(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
}
