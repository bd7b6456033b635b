package dev.catchment.delivery.mark;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.catchment.contract.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reader's checkpoint, as it lies in a {@code marks} value.
 *
 * @param next {@link Mark#next()} as frame and index
 * @param open {@link Mark#open()}: ascending differences, 7 bits a byte, base64
 * @param lane {@code live} or why not
 * @param lastError of the latest failed request; no payload, no secret
 * @param sources names of those it takes from, as far as they were named; absent: all
 * @param removal since when its destination is not in the plan; absent: it is
 */
public record StoredSink(
        String next,
        byte[] open,
        Counts counts,
        String lane,
        @Nullable String lastError,
        @Nullable List<String> sources,
        @Nullable Removal removal) {
    /** Of a destination whose backlog was given up. */
    public static final String DISCARDED = "discarded";

    public static StoredSink of(Mark mark, Counts counts, String lane, @Nullable String lastError) {
        return new StoredSink(
                Position.ofPacked(mark.next()).toString(),
                PositionCodec.encode(mark.open()),
                counts,
                lane,
                lastError,
                null,
                null);
    }

    public StoredSink selecting(@Nullable List<String> selected) {
        return new StoredSink(next, open, counts, lane, lastError, selected, removal);
    }

    public StoredSink removed(@Nullable Removal how) {
        return new StoredSink(next, open, counts, lane, lastError, sources, how);
    }

    /** The same counters, elsewhere. */
    public StoredSink at(Mark mark, Counts counted, String where) {
        return of(mark, counted, where, lastError).selecting(sources).removed(removal);
    }

    /** Whether the log must be kept for it. */
    @JsonIgnore
    public boolean holdsLog() {
        return removal == null || removal.discarded() == null;
    }

    @JsonIgnore
    public Mark mark() {
        return new Mark(Position.parse(next).packed(), PositionCodec.decode(open));
    }
}
