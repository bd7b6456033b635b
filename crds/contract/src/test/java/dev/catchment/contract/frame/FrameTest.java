package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void anEventIsComposedFromItsBytesAndItsRequest() throws Exception {
        // Given
        byte[] envelope = utf8("""
                {"sentAt":"2026-01-02T03:04:00Z","context":{"library":{"name":"x"},"locale":"de"}}""");
        byte[] body = utf8("""
                [{"event":"Signed Up","userId":"u","timestamp":"2026-01-02T03:03:00Z","context":{"locale":"en"},"writeKey":"k"}]""");
        Hash128.Hasher hasher = new Hash128.Hasher("web");
        UUID generated = UUID.randomUUID();
        FrameBuilder builder = new FrameBuilder(1000);

        // When
        boolean added = builder.add(new FrameEvent(
                "web", Kind.TRACK, envelope, body, 1, body.length - 2, true, Hash128.of(generated), hasher.hash("u")));
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), RECEIVED));
        ObjectNode event = EventComposer.compose(frame, 0);

        // Then
        assertThat(added).isTrue();
        assertThat(frame.source(0)).isEqualTo("web");
        assertThat(event.toString())
                .isEqualTo("{\"event\":\"Signed Up\",\"userId\":\"u\",\"timestamp\":\"2026-01-02T03:03:05.678Z\","
                        + "\"context\":{\"library\":{\"name\":\"x\"},\"locale\":\"en\"},\"type\":\"track\",\"messageId\":\""
                        + generated + "\",\"originalTimestamp\":\"2026-01-02T03:03:00Z\","
                        + "\"sentAt\":\"2026-01-02T03:04:00.000Z\",\"receivedAt\":\"2026-01-02T03:04:05.678Z\"}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
