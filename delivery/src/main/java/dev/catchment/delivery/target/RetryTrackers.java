package dev.catchment.delivery.target;

import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.Counters;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.MarkTracker;
import dev.catchment.delivery.mark.Outcome;
import dev.catchment.delivery.mark.StoredTier;
import dev.catchment.delivery.retry.RetryEntry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one destination is in each retry tier, as a mark says it for the log: places are sequences of the retry
 * stream. Exists only where there is something to retry. Guarded by its sink.
 */
final class RetryTrackers {
    private final Counters counters;
    private final Map<RetryTier, MarkTracker> trackers = new EnumMap<>(RetryTier.class);
    /** First record that was offered in vain: everything from there on must be offered again, in order. */
    private final Map<RetryTier, Long> refused = new EnumMap<>(RetryTier.class);
    /** Records whose events had already gone on to another tier when this director took over. */
    private final Set<Long> moved;

    RetryTrackers(Counters counters, @Nullable SortedMap<String, StoredTier> stored, Set<Long> moved) {
        this.counters = counters;
        this.moved = new HashSet<>(moved);
        for (RetryTier tier : RetryTier.values()) {
            StoredTier mark = stored == null ? null : stored.get(tier.token());
            if (mark != null) {
                trackers.put(tier, tracker(tier, mark.mark()));
            }
        }
    }

    private MarkTracker tracker(RetryTier tier, Mark mark) {
        return new MarkTracker(mark, counters, tier == RetryTier.REDRIVE ? Counters.From.LETTERS : Counters.From.TIER);
    }

    /** Whether the record is not done with. */
    boolean wants(RetryTier tier, long sequence) {
        MarkTracker tracker = trackers.get(tier);
        return tracker == null || tracker.wants(sequence);
    }

    /** Made at the first offer, so that its mark holds the tier from there on. */
    MarkTracker of(RetryEntry entry) {
        return trackers.computeIfAbsent(entry.tier(), t -> tracker(t, new Mark(entry.sequence(), new long[0])));
    }

    /** Whether this one may be taken: nothing before it waits to be offered again. */
    boolean inTurn(RetryEntry entry) {
        Long from = refused.get(entry.tier());
        if (from != null && entry.sequence() > from) {
            return false;
        }
        refused.remove(entry.tier());
        return true;
    }

    /** Settles a record whose event went on before; true if it is one. */
    boolean settleMoved(RetryEntry entry) {
        if (!moved.remove(entry.sequence())) {
            return false;
        }
        of(entry).settle(entry.sequence(), entry.record().source(), Outcome.MOVED);
        return true;
    }

    void refuse(RetryEntry entry) {
        refused.merge(entry.tier(), entry.sequence(), Math::min);
    }

    /** Whether some record has to be offered again. */
    boolean asksAgain() {
        return !refused.isEmpty();
    }

    /** From where on records of the tier have to be offered again; {@link Long#MAX_VALUE}: nowhere. */
    long again(RetryTier tier) {
        return refused.getOrDefault(tier, Long.MAX_VALUE);
    }

    /** Forgets what is open; it has to be offered again. */
    void rewind() {
        trackers.forEach((tier, tracker) -> {
            tracker.rewind();
            if (tracker.openCount() > 0) {
                refused.merge(tier, tracker.lowest(), Math::min);
            }
        });
    }

    /** First record of the tier that is still needed; {@link Long#MAX_VALUE}: none of those that were offered. */
    long lowest(RetryTier tier) {
        MarkTracker tracker = trackers.get(tier);
        long open = tracker == null || tracker.openCount() == 0 ? Long.MAX_VALUE : tracker.lowest();
        return Math.min(open, again(tier));
    }

    /** Null if there is nothing to store. */
    @Nullable SortedMap<String, StoredTier> stored() {
        if (trackers.isEmpty()) {
            return null;
        }
        SortedMap<String, StoredTier> stored = new TreeMap<>();
        trackers.forEach((tier, tracker) -> stored.put(tier.token(), StoredTier.of(tracker.mark())));
        return stored;
    }
}
