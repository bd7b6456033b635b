package dev.catchment.contract.frame;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.util.Objects;

/**
 * An event on its way into a frame.
 *
 * @param source name of the Source
 * @param envelope encoded {@link Envelope} of its request (JSON, at most {@link Envelope#MAX_BYTES}); requests share
 *     the array, and a frame stores one array once; empty: it said nothing
 * @param body holds the event's bytes, from {@code offset}, {@code length} of them; never written to again
 * @param messageKey hash of source and messageId; the UUID itself if the messageId is generated
 * @param userKey hash of source and anonymousId, else userId
 */
public record FrameEvent(
        String source,
        Kind kind,
        byte[] envelope,
        byte[] body,
        int offset,
        int length,
        boolean generatedMessageId,
        Hash128 messageKey,
        Hash128 userKey) {
    public FrameEvent {
        Objects.checkFromIndexSize(offset, length, body.length);
        if (envelope.length > Envelope.MAX_BYTES) {
            throw new IllegalArgumentException("an envelope of " + envelope.length + " bytes");
        }
    }
}
