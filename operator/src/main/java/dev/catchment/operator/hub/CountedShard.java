package dev.catchment.operator.hub;

import dev.catchment.contract.count.FoldedCounts;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.SourceCounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The documents of one shard of sources: one per instance of ingest, and what is folded. Not for several threads. */
final class CountedShard {
    private final Map<String, Live> live = new HashMap<>();
    private Folded folded = new Folded(FoldedCounts.EMPTY, 0);

    /** A document of an instance, as it lies in the bucket. */
    record Live(String key, IngestCounts counts, long revision, Instant written) {}

    /** @param revision 0: there is none in the bucket */
    record Folded(FoldedCounts counts, long revision) {}

    void put(Live document) {
        live.put(document.key(), document);
    }

    void remove(String key) {
        live.remove(key);
    }

    Folded folded() {
        return folded;
    }

    void folded(Folded now) {
        folded = now;
    }

    /** By source. A document that is folded and not removed yet counts once. */
    Map<String, SourceCounts> totals() {
        Map<String, SourceCounts> sum = new HashMap<>(folded.counts().sources());
        live.values().stream()
                .filter(document -> !folded.counts().holds(document.counts()))
                .forEach(document -> document.counts()
                        .sources()
                        .forEach((source, counts) -> sum.merge(source, counts, SourceCounts::plus)));
        return sum;
    }

    /** Documents of instances without a Pod that wrote nothing since. */
    List<Live> gone(Set<String> pods, Instant since) {
        return live.values().stream()
                .filter(document -> !pods.contains(document.counts().instance())
                        && document.written().isBefore(since))
                .toList();
    }
}
