package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** FRAME.md and the code say the same. */
class FrameDocumentTest {
    private static final String ID = "0b9d7c3e-2a41-4f68-8c55-d1e2f3a4b5c6";
    private static final String MESSAGE_ID = "6f1a8f64-53c8-4d4e-9d2c-0b1f5a7e9c11";

    @Test
    void theExampleIsRead() throws Exception {
        // When
        Frame frame = Frame.decode(example());

        // Then
        assertThat(frame.id()).isEqualTo(UUID.fromString(ID));
        assertThat(frame.receivedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:06.250Z"));
        assertThat(frame.count()).isEqualTo(1);
        assertThat(frame.source(0)).isEqualTo("web");
        assertThat(frame.kind(0)).isEqualTo(Kind.TRACK);
        assertThat(frame.generatedMessageId(0)).isEqualTo(MESSAGE_ID);
        assertThat(frame.userKey(0)).isEqualTo(new Hash128.Hasher("web").hash("a1"));
        assertThat(ContractJson.EVENTS.readTree(EventComposer.compose(frame, 0).toString()))
                .isEqualTo(ContractJson.EVENTS.readTree(block("json")));
    }

    @Test
    void theExampleIsWritten() throws Exception {
        // Given
        byte[] envelope = """
                {"sentAt":"2026-01-02T03:04:05Z","context":{"locale":"de"}}""".getBytes(StandardCharsets.UTF_8);
        byte[] body = """
                {"event":"Signed Up","anonymousId":"a1","timestamp":"2026-01-02T03:03:00+00:00"}""".getBytes(StandardCharsets.UTF_8);
        FrameBuilder builder = new FrameBuilder(Frame.MAX_BYTES);

        // When
        builder.add(new FrameEvent(
                "web",
                Kind.TRACK,
                envelope,
                body,
                0,
                body.length,
                true,
                Hash128.of(UUID.fromString(MESSAGE_ID)),
                new Hash128.Hasher("web").hash("a1")));
        byte[] frame = builder.build(UUID.fromString(ID), Instant.parse("2026-01-02T03:04:06.250Z"));

        // Then
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(HexFormat.of().formatHex(example()));
    }

    private static byte[] example() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : block("hex").lines().toList()) {
            assertThat(Integer.parseInt(line.substring(0, 4), 16)).as(line).isEqualTo(bytes.size());
            String hex = line.substring(4, line.indexOf(';')).replace(" ", "");
            bytes.writeBytes(HexFormat.of().parseHex(hex));
        }
        return bytes.toByteArray();
    }

    private static String block(String language) throws IOException {
        String document = Files.readString(Path.of("FRAME.md"));
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
