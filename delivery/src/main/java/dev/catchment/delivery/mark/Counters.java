package dev.catchment.delivery.mark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The running {@link Counts} of one destination, of all the places that its events come from. Guarded by whoever owns
 * it. It is bounded: the first {@link #MOST_SOURCES} sources are counted by name, and stay so, the others together.
 */
public final class Counters {
    public static final int MOST_SOURCES = 32;
    /** The sources beyond those; a source's name is a DNS label, which this is not. */
    public static final String OTHER_SOURCES = "_other";

    private final Tally total;
    private final Map<String, Tally> bySource = new HashMap<>();

    /** Where an event was before its outcome. */
    public enum From {
        LOG,
        /** A retry tier: it was counted as retrying. */
        TIER,
        /** The dead letters: it was counted as one of them. */
        LETTERS
    }

    public Counters(Counts from) {
        total = new Tally(from);
        from.sources().forEach((source, counts) -> bySource.put(source, new Tally(counts)));
        // A release that counted nothing by source, or a value that had no room for it, leaves a rest.
        Tally rest = new Tally(Counts.NONE);
        rest.addRest(from, from.sources().values());
        if (!rest.counts().equals(Counts.NONE)) {
            other().addRest(rest.counts(), List.of());
        }
    }

    /**
     * @param source that the event came from
     * @param failures requests that failed there
     */
    void add(From place, String source, Outcome outcome, int failures) {
        total.add(place, outcome, failures);
        Tally own = of(source);
        // It may have been moved there when its source was not counted by name.
        boolean elsewhere = place == From.TIER && !own.retrying();
        (elsewhere ? other() : own).add(place, outcome, failures);
    }

    private Tally of(String source) {
        Tally own = bySource.get(source);
        if (own == null) {
            boolean room = bySource.size() < MOST_SOURCES + (bySource.containsKey(OTHER_SOURCES) ? 1 : 0);
            if (!room) {
                return other();
            }
            own = new Tally(Counts.NONE);
            bySource.put(source, own);
        }
        return own;
    }

    private Tally other() {
        return bySource.computeIfAbsent(OTHER_SOURCES, s -> new Tally(Counts.NONE));
    }

    /** A request that held an event of this source failed: counted at once, whatever becomes of the event. */
    public void failed(String source) {
        total.failed();
        of(source).failed();
    }

    void filtered(String source, String reason, long events) {
        total.filtered(reason, events);
        of(source).filtered(reason, events);
    }

    public Counts counts() {
        SortedMap<String, Counts> sources = new TreeMap<>();
        bySource.forEach((source, tally) -> sources.put(source, tally.counts()));
        Counts all = total.counts();
        return new Counts(
                all.delivered(),
                all.disabled(),
                all.deadLettered(),
                all.redriven(),
                all.discarded(),
                all.retrying(),
                all.failedAttempts(),
                all.retried(),
                all.filtered(),
                all.deadLetteredBy(),
                sources);
    }
}
