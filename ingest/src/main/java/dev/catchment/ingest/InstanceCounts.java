package dev.catchment.ingest;

import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.SourceCounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has counted: what its document said when it started, and what its meters have counted since. The
 * meters are read and not told, so a request pays nothing for it; when the last event came is therefore known to within
 * the interval in which they are read. Not for several threads at once.
 */
final class InstanceCounts {
    private final String instance;
    private final Map<String, SourceMeters> meters;
    private final Instant started;
    private final @Nullable IngestCounts[] before = new IngestCounts[CountShards.NUMBER];
    private final Map<String, Seen> seen = new HashMap<>();

    /** How many a source had accepted when the meters were read, and when that had last grown. */
    private record Seen(long accepted, @Nullable Instant last) {}

    /** @param meters by source; grows while the process runs */
    InstanceCounts(String instance, Map<String, SourceMeters> meters, Instant started) {
        this.instance = instance;
        this.meters = meters;
        this.started = started;
    }

    /** What an earlier process of this name had counted. */
    void continueFrom(int shard, IngestCounts earlier) {
        before[shard] = earlier;
    }

    /** The documents by shard; null where no event came yet. */
    @Nullable IngestCounts[] read(Instant now) {
        Map<Integer, Map<String, SourceCounts>> shards = new HashMap<>();
        meters.forEach((source, counters) -> {
            SourceCounts counts = counters.counts();
            if (counts.accepted() > 0 || !counts.refused().isEmpty()) {
                shards.computeIfAbsent(CountShards.of(source), _ -> new HashMap<>())
                        .put(source, new SourceCounts(counts.accepted(), counts.refused(), last(source, counts, now)));
            }
        });
        @Nullable IngestCounts[] documents = new IngestCounts[CountShards.NUMBER];
        for (int shard = 0; shard < documents.length; shard++) {
            documents[shard] = document(before[shard], shards.getOrDefault(shard, Map.of()));
        }
        return documents;
    }

    private @Nullable Instant last(String source, SourceCounts counts, Instant now) {
        Seen former = seen.getOrDefault(source, new Seen(0, null));
        Seen current = counts.accepted() > former.accepted() ? new Seen(counts.accepted(), now) : former;
        seen.put(source, current);
        return current.last();
    }

    private @Nullable IngestCounts document(@Nullable IngestCounts earlier, Map<String, SourceCounts> counted) {
        if (earlier == null) {
            return counted.isEmpty() ? null : new IngestCounts(instance, started, counted);
        }
        Map<String, SourceCounts> sum = new HashMap<>(earlier.sources());
        counted.forEach((source, counts) -> sum.merge(source, counts, SourceCounts::plus));
        return new IngestCounts(instance, earlier.since(), sum);
    }
}
