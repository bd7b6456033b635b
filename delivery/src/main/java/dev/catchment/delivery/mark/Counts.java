package dev.catchment.delivery.mark;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a destination's events. Every event that its mark has passed is in exactly one of delivered, filtered,
 * disabled, discarded, retrying and (deadLettered − redriven); failedAttempts and retried say how much trouble they were.
 *
 * @param deadLettered events that became dead letters, also those that were re-driven since
 * @param redriven dead letters that were taken up again, and are counted once more as what became of them then
 * @param discarded events given up with their backlog
 * @param retrying events that wait in the retry tiers now
 * @param failedAttempts requests that failed
 * @param retried events that needed more than one request
 * @param filtered by reason
 */
public record Counts(
        long delivered,
        long disabled,
        long deadLettered,
        long redriven,
        long discarded,
        long retrying,
        long failedAttempts,
        long retried,
        SortedMap<String, Long> filtered) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>());
}
