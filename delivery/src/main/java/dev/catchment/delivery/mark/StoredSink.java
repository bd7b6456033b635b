package dev.catchment.delivery.mark;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.catchment.contract.Position;
import org.jspecify.annotations.Nullable;

/**
 * One reader's checkpoint, as it lies in a {@code marks} value.
 *
 * @param next {@link Mark#next()} as frame and index
 * @param open {@link Mark#open()}: ascending differences, 7 bits a byte, base64
 * @param lane {@code live} or why not
 * @param lastError of the latest failed request; no payload, no secret
 * @param removedAt broker time, in ms, at which the destination left the plan; its backlog is kept for a while
 */
public record StoredSink(
        String next,
        byte[] open,
        Counts counts,
        String lane,
        @Nullable String lastError,
        @Nullable Long removedAt) {
    public static StoredSink of(Mark mark, Counts counts, String lane, @Nullable String lastError) {
        return new StoredSink(
                Position.ofPacked(mark.next()).toString(),
                PositionCodec.encode(mark.open()),
                counts,
                lane,
                lastError,
                null);
    }

    public StoredSink removed(@Nullable Long at) {
        return new StoredSink(next, open, counts, lane, lastError, at);
    }

    @JsonIgnore
    public Mark mark() {
        return new Mark(Position.parse(next).packed(), PositionCodec.decode(open));
    }
}
