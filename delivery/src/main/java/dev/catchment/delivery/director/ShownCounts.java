package dev.catchment.delivery.director;

import dev.catchment.contract.count.DeliveredSource;
import dev.catchment.contract.count.DestinationCounts;
import dev.catchment.contract.count.LatencyMillis;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Latency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A destination as its {@code counts} document shows it. Pure. */
final class ShownCounts {
    private static final int MOST_REASONS = 10;
    private static final int MOST_TEXT = 1000;

    private ShownCounts() {}

    static DestinationCounts of(Reading sink, Optional<Instant> oldestPending) {
        Counts counts = sink.counts();
        Map<String, DeliveredSource> sources = new TreeMap<>();
        counts.sources().forEach((source, own) -> sources.put(source, source(own)));
        return new DestinationCounts(
                counts.delivered(),
                counts.filteredInAll(),
                mostFrequent(counts.filtered()),
                counts.disabled(),
                counts.failedAttempts(),
                counts.retried(),
                counts.retrying(),
                counts.deadLettered(),
                counts.redriven(),
                counts.discarded(),
                oldestPending.map(time -> time.truncatedTo(ChronoUnit.SECONDS)).orElse(null),
                sink.circuit(),
                sink.reason().isEmpty() ? null : capped(sink.reason()),
                sink.lastError().map(ShownCounts::capped).orElse(null),
                sink.latency().map(ShownCounts::millis).orElse(null),
                sources,
                counts.deadLetteredBy(),
                sink.circuitCause().orElse(null));
    }

    private static DeliveredSource source(Counts counts) {
        return new DeliveredSource(
                counts.delivered(),
                counts.filteredInAll(),
                counts.disabled(),
                counts.failedAttempts(),
                counts.retried(),
                counts.retrying(),
                counts.deadLettered(),
                counts.redriven(),
                counts.discarded());
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> filtered) {
        return filtered.size() <= MOST_REASONS
                ? filtered
                : filtered.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(MOST_REASONS)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static LatencyMillis millis(Latency latency) {
        return new LatencyMillis(
                latency.p50().toMillis(),
                latency.p95().toMillis(),
                latency.p99().toMillis());
    }

    private static String capped(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
