package dev.catchment.contract.frame;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What a frame is built from, in tests. */
record FrameCase(UUID id, Instant receivedAt, List<FrameEvent> events) {

    byte[] build() {
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        for (FrameEvent event : events) {
            if (!builder.add(event)) {
                throw new IllegalStateException("the case does not fit a frame");
            }
        }
        return builder.build(id, receivedAt);
    }

    static byte[] withChecksum(byte[] frame) {
        byte[] sealed = frame.clone();
        CRC32C crc = new CRC32C();
        crc.update(sealed, 0, sealed.length - 4);
        ByteBuffer.wrap(sealed).putInt(sealed.length - 4, (int) crc.getValue());
        return sealed;
    }

    /** Frames of up to {@code events} events of up to {@code bytes} bytes, few sources and envelopes shared by them. */
    static Arbitrary<FrameCase> cases(int events, int bytes) {
        return shared(bytes).list().ofMinSize(1).ofMaxSize(4).flatMap(shared -> Combinators.combine(
                        hashes().map(Hash128::toUuid),
                        Arbitraries.longs().between(0, FrameLayout.RECEIVED_END - 1),
                        events(Arbitraries.of(shared), bytes)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(events))
                .as((id, received, list) -> new FrameCase(id, Instant.ofEpochMilli(received), list)));
    }

    /** What several events have in common. */
    @SuppressWarnings("ArrayRecordComponent") // requests share their arrays by identity
    record Shared(String source, byte[] envelope, byte[] bytes) {}

    private static Arbitrary<Shared> shared(int bytes) {
        return Combinators.combine(
                        sourceNames(),
                        envelopes().map(Envelope::encode),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(bytes))
                .as(Shared::new);
    }

    private static Arbitrary<FrameEvent> events(Arbitrary<Shared> shared, int bytes) {
        return Combinators.combine(
                        shared,
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(true, false),
                        hashes(),
                        hashes(),
                        Arbitraries.integers().between(0, bytes),
                        Arbitraries.integers().between(0, bytes))
                .as((common, kind, generated, message, user, a, b) -> {
                    int from = Math.min(Math.min(a, b), common.bytes.length);
                    int to = Math.min(Math.max(a, b), common.bytes.length);
                    return new FrameEvent(
                            common.source,
                            kind,
                            common.envelope,
                            common.bytes,
                            from,
                            to - from,
                            generated,
                            message,
                            user);
                });
    }

    private static Arbitrary<Hash128> hashes() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Hash128::new);
    }

    /** Any Unicode text: not only what Kubernetes takes for a name. */
    static Arbitrary<String> sourceNames() {
        return Arbitraries.strings().all().ofMaxLength(40).filter(text -> StandardCharsets.UTF_8
                .newEncoder()
                .canEncode(text));
    }

    static Arbitrary<Envelope> envelopes() {
        return Combinators.combine(
                        Arbitraries.of("2026-01-02T03:04:05Z", "nonsense", "").injectNull(0.4),
                        Arbitraries.of("192.0.2.1", "2001:db8::1").injectNull(0.4),
                        Json.objects().injectNull(0.4),
                        Json.objects().injectNull(0.4))
                .as(Envelope::new);
    }
}
