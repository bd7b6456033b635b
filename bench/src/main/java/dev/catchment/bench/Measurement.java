package dev.catchment.bench;

import java.util.Comparator;
import java.util.List;

/**
 * One run of one load.
 *
 * @param cpu CPU-seconds per million events, with the broker, without the client
 * @param slowest 99th percentile of the answer times
 */
record Measurement(String candidate, double eventsPerSecond, double cpu, String slowest) {
    /** By events per second. */
    static Measurement median(List<Measurement> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Measurement::eventsPerSecond))
                .toList()
                .get(all.size() / 2);
    }
}
