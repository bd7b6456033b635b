package dev.catchment.contract.count;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of one source. A reader knows no code that it does not find here, so a newer ingest may have
 * more of them.
 *
 * @param refused by reason code; absent: none
 * @param lastAccepted when the last one was accepted, to within {@code ingest}'s interval of writing; absent: none was
 */
public record SourceCounts(
        long accepted, Map<String, Long> refused, @Nullable Instant lastAccepted) {
    public static final SourceCounts NONE = new SourceCounts(0, Map.of(), null);

    public SourceCounts {
        refused = refused == null ? Map.of() : Map.copyOf(refused);
    }

    public SourceCounts plus(SourceCounts other) {
        Map<String, Long> both = new TreeMap<>(refused);
        other.refused.forEach((code, count) -> both.merge(code, count, Long::sum));
        return new SourceCounts(accepted + other.accepted, both, later(lastAccepted, other.lastAccepted));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
