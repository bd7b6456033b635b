package dev.catchment.contract.count;

import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of instances that are gone, added up, of the sources of one shard; only the operator writes it. It says
 * whose counts it holds, so that a document which is folded and not yet removed is counted once, and is never folded
 * twice.
 *
 * @param version as {@link IngestCounts#version}
 * @param held instance to {@link IngestCounts#since}: the countings that are in here
 */
public record FoldedCounts(int version, Map<String, Instant> held, Map<String, SourceCounts> sources) {
    public static final FoldedCounts EMPTY = new FoldedCounts(IngestCounts.VERSION, Map.of(), Map.of());

    /** Old ones are forgotten when nobody can write them any more. */
    private static final int MOST_HELD = 500;

    public FoldedCounts {
        held = held == null ? Map.of() : Map.copyOf(held);
        sources = sources == null ? Map.of() : Map.copyOf(sources);
    }

    public boolean holds(IngestCounts counts) {
        return counts.since().equals(held.get(counts.instance()));
    }

    public FoldedCounts plus(IngestCounts counts) {
        if (holds(counts)) {
            return this;
        }
        Map<String, SourceCounts> sum = new TreeMap<>(sources);
        counts.sources().forEach((source, more) -> sum.merge(source, more, SourceCounts::plus));
        Map<String, Instant> holding = new TreeMap<>(held);
        if (holding.size() >= MOST_HELD) {
            holding.entrySet().stream()
                    .min(Comparator.comparing((Map.Entry<String, Instant> entry) -> entry.getValue()))
                    .map(Map.Entry::getKey)
                    .ifPresent(holding::remove);
        }
        holding.put(counts.instance(), counts.since());
        return new FoldedCounts(IngestCounts.VERSION, holding, sum);
    }

    public byte[] toJson() throws IOException {
        return ContractJson.DOCUMENTS.writeValueAsBytes(this);
    }

    /** @throws IOException as {@link IngestCounts#parse} */
    public static FoldedCounts parse(byte[] json) throws IOException {
        FoldedCounts counts = ContractJson.DOCUMENTS.readValue(json, FoldedCounts.class);
        if (counts == null) {
            throw new IOException("null is no document of counts");
        }
        IngestCounts.requireKnown(counts.version);
        return counts;
    }
}
