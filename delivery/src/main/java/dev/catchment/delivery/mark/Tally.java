package dev.catchment.delivery.mark;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Running counts of some of a destination's events: of all of them, or of one source's. */
final class Tally {
    private final SortedMap<String, Long> filtered;
    private final SortedMap<String, Long> deadLetteredBy;
    private long delivered;
    private long disabled;
    private long deadLettered;
    private long redriven;
    private long discarded;
    private long retrying;
    private long failedAttempts;
    private long retried;
    /** What it was when it was last asked for, if it is the same still: a checkpoint asks thousands of them. */
    private @Nullable Counts shown;

    Tally(Counts from) {
        delivered = from.delivered();
        disabled = from.disabled();
        deadLettered = from.deadLettered();
        redriven = from.redriven();
        discarded = from.discarded();
        retrying = from.retrying();
        failedAttempts = from.failedAttempts();
        retried = from.retried();
        filtered = new TreeMap<>(from.filtered());
        deadLetteredBy = new TreeMap<>(from.deadLetteredBy());
    }

    /** @param failures requests that failed there */
    void add(Counters.From place, Outcome outcome, int failures) {
        shown = null;
        switch (outcome) {
            case Outcome.Delivered() -> delivered++;
            case Outcome.Disabled() -> disabled++;
            case Outcome.DeadLettered(String reason) -> {
                deadLettered++;
                deadLetteredBy.merge(reason, 1L, Long::sum);
            }
            case Outcome.Discarded() -> discarded++;
            case Outcome.Moved() -> retrying++;
            case Outcome.Filtered(String reason) -> filtered.merge(reason, 1L, Long::sum);
        }
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

    void failed() {
        shown = null;
        failedAttempts++;
    }

    void filtered(String reason, long events) {
        shown = null;
        filtered.merge(reason, events, Long::sum);
    }

    /** Adds what some counts have and those of their sources have not. */
    void addRest(Counts all, Iterable<Counts> sources) {
        shown = null;
        add(all, 1);
        sources.forEach(source -> add(source, -1));
        filtered.values().removeIf(count -> count == 0);
        deadLetteredBy.values().removeIf(count -> count == 0);
    }

    private void add(Counts more, int sign) {
        delivered += sign * more.delivered();
        disabled += sign * more.disabled();
        deadLettered += sign * more.deadLettered();
        redriven += sign * more.redriven();
        discarded += sign * more.discarded();
        retrying += sign * more.retrying();
        failedAttempts += sign * more.failedAttempts();
        retried += sign * more.retried();
        more.filtered().forEach((reason, count) -> filtered.merge(reason, sign * count, Long::sum));
        more.deadLetteredBy().forEach((reason, count) -> deadLetteredBy.merge(reason, sign * count, Long::sum));
    }

    boolean retrying() {
        return retrying > 0;
    }

    /** Without sources. */
    Counts counts() {
        Counts now = shown;
        if (now == null) {
            now = new Counts(
                    delivered,
                    disabled,
                    deadLettered,
                    redriven,
                    discarded,
                    retrying,
                    failedAttempts,
                    retried,
                    new TreeMap<>(filtered),
                    new TreeMap<>(deadLetteredBy),
                    Collections.emptySortedMap());
            shown = now;
        }
        return now;
    }
}
