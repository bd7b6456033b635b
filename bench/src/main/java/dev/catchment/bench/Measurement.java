package dev.catchment.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One run of one load.
 *
 * @param cpu CPU-seconds per million events, with the broker, without the client
 * @param slowest 99th percentile of the answer times, as the load generator writes it
 */
record Measurement(double eventsPerSecond, double cpu, String slowest) {
    /** By events per second. */
    static Measurement median(List<Measurement> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Measurement::eventsPerSecond))
                .toList()
                .get(all.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%,9.0f events/s  %5.1f CPU-s/million  99 %% in %s", eventsPerSecond, cpu, slowest);
    }
}
