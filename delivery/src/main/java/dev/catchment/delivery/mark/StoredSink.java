package dev.catchment.delivery.mark;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.RetryTier;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One reader's checkpoint, as it lies in a {@code marks} value.
 *
 * @param next {@link Mark#next()} as frame and index
 * @param open {@link Mark#open()}: ascending differences, 7 bits a byte, base64
 * @param lane {@code live} or why not; capped
 * @param lastError of the latest failed request; no payload, no secret; capped
 * @param tiers marks in the retry tiers, by {@code RetryTier.token()}; absent: it has nothing there
 * @param suspendedMillis how long it has been suspended in all; absent: never
 * @param sources names of those it takes from, as far as they were named; absent: all
 * @param removal since when its destination is not in the plan; absent: it is
 */
public record StoredSink(
        String next,
        byte[] open,
        Counts counts,
        String lane,
        @Nullable String lastError,
        @Nullable SortedMap<String, StoredTier> tiers,
        @Nullable Long suspendedMillis,
        @Nullable List<String> sources,
        @Nullable Removal removal) {
    /** Of a destination whose backlog was given up. */
    public static final String DISCARDED = "discarded";
    /** Thousands of them share a value. */
    private static final int MOST_TEXT = 300;

    public static StoredSink of(Mark mark, Counts counts, String lane, @Nullable String lastError) {
        return of(mark, counts, lane, lastError, null, 0);
    }

    public static StoredSink of(
            Mark mark,
            Counts counts,
            String lane,
            @Nullable String lastError,
            @Nullable SortedMap<String, StoredTier> tiers,
            long suspendedMillis) {
        return new StoredSink(
                Position.ofPacked(mark.next()).toString(),
                PositionCodec.encode(mark.open()),
                counts,
                capped(lane),
                lastError == null ? null : capped(lastError),
                tiers,
                suspendedMillis == 0 ? null : suspendedMillis,
                null,
                null);
    }

    public StoredSink selecting(@Nullable List<String> selected) {
        return new StoredSink(next, open, counts, lane, lastError, tiers, suspendedMillis, selected, removal);
    }

    public StoredSink removed(@Nullable Removal how) {
        return new StoredSink(next, open, counts, lane, lastError, tiers, suspendedMillis, sources, how);
    }

    /** The same destination elsewhere: everything before is given up. */
    public StoredSink discarded(Mark mark, Counts counted, @Nullable SortedMap<String, StoredTier> retries) {
        long suspended = suspendedMillis == null ? 0 : suspendedMillis;
        return of(mark, counted, DISCARDED, lastError, retries, suspended)
                .selecting(sources)
                .removed(removal);
    }

    /** Whether the log and the retry tiers must be kept for it. */
    @JsonIgnore
    public boolean holdsLog() {
        return removal == null || removal.discarded() == null;
    }

    /** First record of the tier that it may still need; {@link Long#MAX_VALUE}: it was offered none. */
    public long lowest(RetryTier tier) {
        StoredTier stored = tiers == null ? null : tiers.get(tier.token());
        return stored == null ? Long.MAX_VALUE : stored.mark().lowest();
    }

    /** A smaller form, for where there is no room: the counts in all stay exact. */
    public StoredSink withoutSources() {
        return new StoredSink(
                next, open, counts.withoutSources(), lane, lastError, tiers, suspendedMillis, sources, removal);
    }

    @JsonIgnore
    public Mark mark() {
        return new Mark(Position.parse(next).packed(), PositionCodec.decode(open));
    }

    private static String capped(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
