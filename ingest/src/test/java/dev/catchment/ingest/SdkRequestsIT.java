package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of SDKs that do not run here, byte by byte, for mobile apps, browsers and other languages. */
class SdkRequestsIT {
    /** What the hub itself says about an event, or takes away. */
    private static final Set<String> OWN_FIELDS = Set.of("writeKey", "options", "timestamp", "sentAt", "context");

    @TempDir
    private static Path folder;

    private static IngestFixture hub;

    @BeforeAll
    static void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    static Stream<SdkRequest> requests() throws IOException, URISyntaxException {
        return SdkRequest.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void itsEventsAreStoredAsItsSdkMeansThem(SdkRequest request) throws Exception {
        // Given
        int before = hub.events().size();

        // When
        String answer = send(request.bytes());

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
                .endsWith("\r\n\r\n{\"success\":true}");
        List<ObjectNode> all = hub.events();
        List<ObjectNode> events = all.subList(before, all.size());
        assertThat(events).hasSameSizeAs(request.stored()).hasSameSizeAs(request.sent());
        for (int i = 0; i < events.size(); i++) {
            assertKept(request.sent().get(i), events.get(i));
            assertHolds(request.stored().get(i), events.get(i), "event " + i);
        }
    }

    /** Of what an event says itself, nothing is changed. */
    private static void assertKept(JsonNode sent, JsonNode event) {
        for (Map.Entry<String, JsonNode> field : sent.properties()) {
            if (!OWN_FIELDS.contains(field.getKey())) {
                assertThat(event.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> field : sent.path("context").properties()) {
            assertThat(event.get("context").get(field.getKey()))
                    .as("context." + field.getKey())
                    .isEqualTo(field.getValue());
        }
        assertThat(event.get("originalTimestamp")).isEqualTo(sent.get("timestamp"));
        assertThat(event.has("writeKey")).isFalse();
    }

    private static void assertHolds(JsonNode expected, JsonNode event, String place) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            String name = place + "." + field.getKey();
            JsonNode value = event.path(field.getKey());
            if (field.getValue().isObject()) {
                assertHolds(field.getValue(), value, name);
            } else if (field.getValue().isNull()) {
                assertThat(value.isMissingNode() || value.isNull())
                        .as(name + " is " + value)
                        .isTrue();
            } else {
                assertThat(value).as(name).isEqualTo(field.getValue());
            }
        }
    }

    private static String send(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.plane.httpPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            int next = in.read();
            while (next >= 0) {
                answer.append((char) next);
                // The body is ASCII, and the connection stays open behind it.
                next = answer.toString().endsWith("}") ? -1 : in.read();
            }
            return new String(answer.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
