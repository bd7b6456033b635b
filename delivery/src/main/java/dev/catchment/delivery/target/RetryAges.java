package dev.catchment.delivery.target;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When the events of one destination were received that wait in its retry tiers, to within {@link #GRAIN_MILLIS}: a few
 * numbers, however many they are. Guarded by its sink.
 */
final class RetryAges {
    static final long GRAIN_MILLIS = 10_000;

    private final TreeMap<Long, Integer> waiting = new TreeMap<>();

    /**
     * An attempt is over.
     *
     * @param waited whether the event had been waiting there
     * @param waits whether it waits there now
     */
    void attempted(boolean waited, boolean waits, long receivedMillis) {
        long received = receivedMillis - Math.floorMod(receivedMillis, GRAIN_MILLIS);
        if (waits && !(waited && waiting.containsKey(received))) {
            waiting.merge(received, 1, Integer::sum);
        } else if (waited && !waits) {
            waiting.computeIfPresent(received, (time, events) -> events == 1 ? null : events - 1);
        }
    }

    Optional<Instant> oldest() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(waiting.firstKey()));
    }
}
