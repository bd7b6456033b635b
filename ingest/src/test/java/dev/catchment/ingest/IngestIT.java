package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestIT {
    private static final String TRACK = """
            {"event":"Signed Up","userId":"u1","messageId":"m1","properties":{"n":12345678901234567890.10}}""";

    @TempDir
    private Path folder;

    private IngestFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aTrackCallIsInTheLogWhenItIsAnswered() throws Exception {
        // When
        HttpResponse<String> answer = hub.post("/v1/track", TRACK);

        // Then
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(hub.frames(0).getFirst().body(0))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(TRACK);
        List<ObjectNode> events = hub.events(0);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().get("type").textValue()).isEqualTo("track");
        assertThat(events.getFirst().get("receivedAt").textValue()).isEqualTo(IngestFixture.NOW.toString());
    }

    @Test
    void aBatchWithItsKeyLastIsTakenWithoutAuthorization() throws Exception {
        // Given
        String body = """
                {"batch":[{"type":"track","event":"A","userId":"u1"},{"type":"track","userId":"u1"},
                {"type":"identify","anonymousId":"a"}],"context":{"library":{"name":"x"}},"writeKey":"app-key"}""";

        // When
        HttpResponse<String> answer =
                hub.send(hub.request("/v1/import/").POST(HttpRequest.BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.body()).startsWith("""
                {"success":true,"rejected":[{"index":1,"code":"event_not_defined","message":"batch[1].event:""");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.frames(0).getFirst().source(0)).isEqualTo("app");
        assertThat(hub.events(0)).hasSize(2).allSatisfy(event -> assertThat(
                        event.at("/context/library/name").textValue())
                .isEqualTo("x"));
    }
}
