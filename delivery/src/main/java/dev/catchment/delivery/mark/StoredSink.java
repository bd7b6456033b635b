package dev.catchment.delivery.mark;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.catchment.contract.Position;
import dev.catchment.contract.undelivered.RetryTier;
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
 * @param removedAt broker time, in ms, at which the destination left the plan; its backlog is kept for a while
 */
public record StoredSink(
        String next,
        byte[] open,
        Counts counts,
        String lane,
        @Nullable String lastError,
        @Nullable SortedMap<String, StoredTier> tiers,
        @Nullable Long suspendedMillis,
        @Nullable Long removedAt) {
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
                null);
    }

    public StoredSink removed(@Nullable Long at) {
        return new StoredSink(next, open, counts, lane, lastError, tiers, suspendedMillis, at);
    }

    /** First record of the tier that it may still need; {@link Long#MAX_VALUE}: it was offered none. */
    public long lowest(RetryTier tier) {
        StoredTier stored = tiers == null ? null : tiers.get(tier.token());
        return stored == null ? Long.MAX_VALUE : stored.mark().lowest();
    }

    /** A smaller form, for where there is no room: the counts in all stay exact. */
    public StoredSink withoutSources() {
        return new StoredSink(next, open, counts.withoutSources(), lane, lastError, tiers, suspendedMillis, removedAt);
    }

    @JsonIgnore
    public Mark mark() {
        return new Mark(Position.parse(next).packed(), PositionCodec.decode(open));
    }

    private static String capped(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
