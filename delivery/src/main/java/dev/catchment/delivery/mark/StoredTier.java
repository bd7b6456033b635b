package dev.catchment.delivery.mark;

/**
 * A destination's mark in one retry tier.
 *
 * @param next {@link Mark#next()}: a sequence of the retry stream
 * @param open {@link Mark#open()}: ascending differences, 7 bits a byte, base64
 */
public record StoredTier(long next, byte[] open) {
    public static StoredTier of(Mark mark) {
        return new StoredTier(mark.next(), PositionCodec.encode(mark.open()));
    }

    public Mark mark() {
        return new Mark(next, PositionCodec.decode(open));
    }
}
