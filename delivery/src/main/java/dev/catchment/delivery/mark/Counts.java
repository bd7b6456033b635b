package dev.catchment.delivery.mark;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a destination's events. Every event is in exactly one of delivered, filtered, disabled, deadLettered
 * and discarded; the other two say how much trouble they were.
 *
 * @param failedAttempts requests that failed
 * @param retried events that needed more than one request
 * @param discarded events given up with their backlog
 * @param filtered by reason
 */
public record Counts(
        long delivered,
        long disabled,
        long deadLettered,
        long discarded,
        long failedAttempts,
        long retried,
        SortedMap<String, Long> filtered) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, new TreeMap<>());
}
