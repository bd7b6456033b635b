package dev.catchment.delivery.mark;

import java.util.SortedMap;
import java.util.TreeMap;

/** The running {@link Counts} of one destination. Guarded by whoever owns it. */
final class Counters {
    private final SortedMap<String, Long> filtered = new TreeMap<>();
    private long delivered;
    private long disabled;
    private long deadLettered;
    private long discarded;
    private long failedAttempts;
    private long retried;

    Counters(Counts from) {
        delivered = from.delivered();
        disabled = from.disabled();
        deadLettered = from.deadLettered();
        discarded = from.discarded();
        failedAttempts = from.failedAttempts();
        retried = from.retried();
        filtered.putAll(from.filtered());
    }

    /** @param failures requests that failed before the event was resolved */
    void add(Outcome outcome, int failures) {
        switch (outcome) {
            case Outcome.Delivered() -> delivered++;
            case Outcome.Disabled() -> disabled++;
            case Outcome.DeadLettered() -> deadLettered++;
            case Outcome.Discarded() -> discarded++;
            case Outcome.Filtered(String reason) -> filtered.merge(reason, 1L, Long::sum);
        }
        failedAttempts += failures;
        if (failures > 1 || (failures == 1 && outcome instanceof Outcome.Delivered)) {
            retried++;
        }
    }

    void filtered(String reason, long events) {
        filtered.merge(reason, events, Long::sum);
    }

    Counts counts() {
        return new Counts(
                delivered, disabled, deadLettered, discarded, failedAttempts, retried, new TreeMap<>(filtered));
    }
}
