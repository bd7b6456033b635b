package dev.catchment.delivery.mark;

import java.util.SortedMap;
import java.util.TreeMap;

/** The running {@link Counts} of one destination, of all the places that its events come from. Guarded by whoever owns it. */
public final class Counters {
    private final SortedMap<String, Long> filtered = new TreeMap<>();
    private long delivered;
    private long disabled;
    private long deadLettered;
    private long redriven;
    private long discarded;
    private long retrying;
    private long failedAttempts;
    private long retried;

    /** Where an event was before its outcome. */
    public enum From {
        LOG,
        /** A retry tier: it was counted as retrying. */
        TIER,
        /** The dead letters: it was counted as one of them. */
        LETTERS
    }

    public Counters(Counts from) {
        delivered = from.delivered();
        disabled = from.disabled();
        deadLettered = from.deadLettered();
        redriven = from.redriven();
        discarded = from.discarded();
        retrying = from.retrying();
        failedAttempts = from.failedAttempts();
        retried = from.retried();
        filtered.putAll(from.filtered());
    }

    /** @param failures requests that failed there */
    void add(From place, Outcome outcome, int failures) {
        switch (outcome) {
            case Outcome.Delivered() -> delivered++;
            case Outcome.Disabled() -> disabled++;
            case Outcome.DeadLettered() -> deadLettered++;
            case Outcome.Discarded() -> discarded++;
            case Outcome.Moved() -> retrying++;
            case Outcome.Filtered(String reason) -> filtered.merge(reason, 1L, Long::sum);
        }
        failedAttempts += failures;
        boolean again = failures > 1 || (failures == 1 && !(outcome instanceof Outcome.DeadLettered));
        switch (place) {
            case LOG -> retried += again ? 1 : 0;
            case TIER -> retrying--;
            case LETTERS -> {
                redriven++;
                retried += again ? 1 : 0;
            }
        }
    }

    void filtered(String reason, long events) {
        filtered.merge(reason, events, Long::sum);
    }

    public Counts counts() {
        return new Counts(
                delivered,
                disabled,
                deadLettered,
                redriven,
                discarded,
                retrying,
                failedAttempts,
                retried,
                new TreeMap<>(filtered));
    }
}
