package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Position;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameRoundTripTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Hash128 HASH = new Hash128(1, 2);
    private static final byte[] NO_ENVELOPE = new byte[0];

    @Provide
    Arbitrary<FrameCase> frames() {
        return FrameCase.cases(12, 200);
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("frames") FrameCase given) throws Exception {
        // When
        Frame frame = Frame.decode(given.build());

        // Then
        assertThat(frame.id()).isEqualTo(given.id());
        assertThat(frame.receivedAt()).isEqualTo(given.receivedAt());
        assertThat(frame.count()).isEqualTo(given.events().size());
        for (int i = 0; i < frame.count(); i++) {
            FrameEvent event = given.events().get(i);
            assertThat(frame.source(i)).isEqualTo(event.source());
            assertThat(frame.kind(i)).isEqualTo(event.kind());
            assertThat(frame.envelope(i).encode()).isEqualTo(event.envelope());
            assertThat(frame.messageKey(i)).isEqualTo(event.messageKey());
            assertThat(frame.userKey(i)).isEqualTo(event.userKey());
            assertThat(frame.length(i)).isEqualTo(event.length());
            assertThat(frame.body(i))
                    .isEqualTo(Arrays.copyOfRange(event.body(), event.offset(), event.offset() + event.length()));
            assertThat(frame.generatedMessageId(i))
                    .isEqualTo(
                            event.generatedMessageId()
                                    ? event.messageKey().toUuid().toString()
                                    : null);
        }
    }

    @Property(tries = 200)
    void theBuilderKnowsItsSizeAndIsEmptyAfterwards(@ForAll("frames") FrameCase given) {
        // Given
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        given.events().forEach(event -> assertThat(builder.add(event)).isTrue());
        int size = builder.size();

        // When
        byte[] first = builder.build(given.id(), given.receivedAt());

        // Then
        assertThat(first).hasSize(size);
        assertThat(builder.isEmpty()).isTrue();
        given.events().forEach(event -> assertThat(builder.add(event)).isTrue());
        assertThat(builder.build(given.id(), given.receivedAt())).isEqualTo(first);
    }

    @Property(tries = 200)
    void aFrameThatIsFullRefusesTheEventAndStaysAsItWas(@ForAll("frames") FrameCase given) throws Exception {
        // Given
        byte[] whole = given.build();
        FrameBuilder exact = new FrameBuilder(whole.length);
        given.events().forEach(event -> assertThat(exact.add(event)).isTrue());

        // When
        boolean added = exact.add(event("another", new byte[0]));

        // Then
        assertThat(added).isFalse();
        assertThat(exact.build(given.id(), given.receivedAt())).isEqualTo(whole);
    }

    @Test
    void aFrameOfTheLargestSizeIsRead() throws Exception {
        // Given
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        int room = Frame.MAX_BYTES - builder.size() - FrameLayout.ROW - 2 - "web".length() - 4;
        byte[] body = new byte[room + 1];
        new Random(1).nextBytes(body);

        // When
        boolean tooLarge = builder.add(event("web", body));
        boolean exact = builder.add(event("web", Arrays.copyOf(body, room)));
        byte[] frame = builder.build(UUID.randomUUID(), RECEIVED);

        // Then
        assertThat(tooLarge).isFalse();
        assertThat(exact).isTrue();
        assertThat(frame).hasSize(Frame.MAX_BYTES);
        assertThat(Frame.decode(frame).body(0)).isEqualTo(Arrays.copyOf(body, room));
    }

    @Test
    void asManyEventsAsFitAreReadAndEachHasAPosition() throws Exception {
        // Given
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);
        FrameEvent event = event("web", new byte[0]);

        // When
        while (builder.add(event)) {}
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), RECEIVED));

        // Then
        assertThat(frame.count()).isEqualTo((Frame.MAX_BYTES - FrameLayout.HEADER - 4 - 5 - 4) / FrameLayout.ROW);
        assertThat(frame.count() - 1).isLessThanOrEqualTo(Position.MAX_INDEX);
        assertThat(frame.body(frame.count() - 1)).isEmpty();
    }

    @Test
    void anEnvelopeOfTheLargestSizeIsRead() throws Exception {
        // Given
        String json = "{\"sentAt\":\"" + "x".repeat(Envelope.MAX_BYTES - 13) + "\"}";
        byte[] envelope = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);

        // When
        builder.add(new FrameEvent("web", Kind.TRACK, envelope, new byte[0], 0, 0, false, HASH, HASH));
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), RECEIVED));

        // Then
        assertThat(envelope).hasSize(Envelope.MAX_BYTES);
        assertThat(frame.envelope(0).encode()).isEqualTo(envelope);
    }

    private static FrameEvent event(String source, byte[] body) {
        return new FrameEvent(source, Kind.TRACK, NO_ENVELOPE, body, 0, body.length, false, HASH, HASH);
    }
}
