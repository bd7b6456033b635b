package dev.catchment.ingest;

import dev.catchment.contract.count.SourceCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of one source. */
final class SourceMeters {
    private final MeterRegistry registry;
    private final String source;
    private final Counter accepted;
    /** Made when first needed: a hub has thousands of sources, and most never see most reasons. */
    private final Map<Reason, Counter> rejected = new ConcurrentHashMap<>();

    SourceMeters(MeterRegistry registry, String source) {
        this.registry = registry;
        this.source = source;
        this.accepted = Counter.builder("catchment.ingest.events.accepted")
                .description("Events that were stored")
                .tag("source", source)
                .register(registry);
    }

    void accepted(int events) {
        accepted.increment(events);
    }

    /** @param events how many; a request that could not be read counts as one */
    void rejected(Reason reason, int events) {
        rejected.computeIfAbsent(reason, this::register).increment(events);
    }

    /** What was counted since this process started, but for the time of the last event. */
    SourceCounts counts() {
        Map<String, Long> refused = new TreeMap<>();
        rejected.forEach((reason, counter) -> refused.put(reason.wireName(), (long) counter.count()));
        return new SourceCounts((long) accepted.count(), refused, null);
    }

    private Counter register(Reason reason) {
        return Counter.builder("catchment.ingest.events.rejected")
                .description("Events that were refused; a request that could not be read counts as one")
                .tag("source", source)
                .tag("code", reason.wireName())
                .register(registry);
    }
}
