package dev.catchment.contract.frame;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Frames of one event. */
final class FrameSamples {
    static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");

    private FrameSamples() {}

    static byte[] one(String source, byte[] envelope, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Hash128 hash = new Hash128(1, 2);
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        builder.add(new FrameEvent(source, Kind.TRACK, envelope, bytes, 0, bytes.length, false, hash, hash));
        return builder.build(new UUID(3, 4), RECEIVED);
    }
}
