package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.Frame;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IngestIT {
    private static final String TRACK = """
            {"event":"Signed Up","userId":"u1","messageId":"m1","properties":{"n":12345678901234567890.10,"x":null}}""";

    @TempDir
    private Path folder;

    private IngestFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = IngestFixture.start(folder, 2);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCallOfEachKindIsInTheLogAsItWasSentWhenItIsAnswered(Kind kind) throws Exception {
        // Given
        String body =
                "{\"type\":\"x\",\"event\":\"Signed Up\",\"groupId\":\"g\",\"userId\":\"u1\",\"n\":1.10,\"writeKey\":\"web-key\"}";

        // When
        HttpResponse<String> answer = hub.post("/v1/" + kind.wireName(), body);

        // Then
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        Frame frame = hub.onlyFrame();
        assertThat(frame.body(0)).asString(StandardCharsets.UTF_8).isEqualTo(body);
        assertThat(frame.source(0)).isEqualTo("web");
        ObjectNode event = hub.events().getFirst();
        assertThat(event.get("type").textValue()).isEqualTo(kind.wireName());
        assertThat(event.get("messageId").textValue()).hasSize(36);
        assertThat(event.get("receivedAt").textValue()).isEqualTo(IngestFixture.NOW.toString());
        assertThat(event.has("writeKey")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/v1/batch", "/v1/import", "/v1/import/"})
    void aBatchWithItsKeyLastIsTakenWithoutAuthorization(String path) throws Exception {
        // Given
        String body = """
                {"batch":[{"type":"track","event":"A","userId":"u1"},{"type":"track","userId":"u1"},
                {"type":"identify","anonymousId":"a"}],"context":{"library":{"name":"x"}},
                "sentAt":"2026-01-02T03:04:00Z","writeKey":"app-key"}""";

        // When
        HttpResponse<String> answer = hub.send(
                hub.request(path).header("Content-Type", "text/plain").POST(HttpRequest.BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.body()).startsWith("""
                {"success":true,"rejected":[{"index":1,"code":"event_not_defined","message":"batch[1].event:""");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.at("/context/library/name").textValue()).isEqualTo("x");
            assertThat(event.get("sentAt").textValue()).isEqualTo("2026-01-02T03:04:00.000Z");
        });
    }

    @Test
    void packedAndChunkedBodiesAreUnpackedWithABound() throws Exception {
        // When
        HttpResponse<String> good = hub.send(gzip(BodyReaderTest.gzip(TRACK.getBytes(StandardCharsets.UTF_8))));
        HttpResponse<String> bomb = hub.send(gzip(BodyReaderTest.gzip(new byte[200 << 20])));
        HttpResponse<String> broken = hub.send(gzip(TRACK.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(hub.onlyFrame().body(0)).asString(StandardCharsets.UTF_8).isEqualTo(TRACK);
        assertThat(bomb.statusCode()).isEqualTo(400);
        assertThat(bomb.body()).contains("\"batch_too_large\"");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("\"invalid_encoding\"");
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 400"})
    void aBatchOf512000BytesIsTakenAndOneByteMoreIsNot(int over, int status) throws Exception {
        // Given
        String item = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u%d\",\"p\":\"" + "x".repeat(30_000) + "\"}";
        String items = IntStream.range(0, 16).mapToObj(item::formatted).collect(Collectors.joining(","));
        String body = "{\"batch\":[" + items + "],\"pad\":\"";
        body += "x".repeat(512_000 - body.length() - 2 + over) + "\"}";

        // When
        HttpResponse<String> answer = hub.post("/v1/batch", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(hub.events()).hasSize(status == 200 ? 16 : 0);
    }

    @ParameterizedTest
    @CsvSource({"1024000", "1024001", "20000000"})
    void whatIsFarTooLargeIsRefusedAsJsonAndWithA400(int bytes) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request("/v1/batch")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"success\":false,");
    }

    @Test
    void theKeyIsTakenInTheOrderOfTheSpec() throws Exception {
        // Given
        String identify = "{\"type\":\"identify\",\"userId\":\"%s\"%s}";
        String own = ",\"writeKey\":\"app-key\"";

        // When
        hub.send(hub.request("/v1/identify?writeKey=web-key")
                .POST(HttpRequest.BodyPublishers.ofString(identify.formatted("query", ""))));
        hub.send(hub.request("/v1/identify?writeKey=web-key")
                .POST(HttpRequest.BodyPublishers.ofString(identify.formatted("body", own))));
        hub.send(hub.request("/v1/identify")
                .header("Authorization", IngestFixture.basic("web-key"))
                .POST(HttpRequest.BodyPublishers.ofString(identify.formatted("basic", own))));
        HttpResponse<String> mixed = hub.send(hub.request("/v1/batch?writeKey=web-key")
                .POST(HttpRequest.BodyPublishers.ofString("{\"batch\":[" + identify.formatted("item", own) + ","
                        + identify.formatted("rest", "") + "," + identify.formatted("bad", ",\"writeKey\":\"no\"")
                        + "]}")));

        // Then
        assertThat(hub.usersBySource())
                .containsExactlyInAnyOrder("web query", "app body", "web basic", "app item", "web rest");
        assertThat(mixed.body())
                .contains("{\"index\":2,\"code\":\"unknown_source\",\"message\":\"batch[2].writeKey: no");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/track    | Basic bm8=         | {"userId":"u","event":"E"}             | 401 | unknown_source
            /v1/track    | Basic bm8=         | no JSON                                | 401 | unknown_source
            /v1/track    | Bearer x           | {"userId":"u","event":"E"}             | 401 | unknown_source
            /v1/batch    | Bearer x           | {"batch":[{"type":"track"}]}           | 401 | unknown_source
            /v1/track    | Basic d2ViLWtleTo= | {"userId":"u"}                         | 400 | event_not_defined
            /v1/track    | Basic d2ViLWtleTo= | {"userId":"u"                          | 400 | invalid_json
            /v1/batch    | Basic d2ViLWtleTo= | {"batch":[{"type":"track"},1]}         | 400 | multi_user_error
            /v1/batch    | Basic d2ViLWtleTo= | {"batch":[1,2]}                        | 400 | event_not_object
            /v1/set      | Basic d2ViLWtleTo= | {}                                     | 404 | not_found
            /token       | Basic d2ViLWtleTo= | {}                                     | 404 | not_found
            """)
    void everyRefusalHasTheOneShapeThatAllSdksRead(
            String path, String authorization, String body, int status, String code) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request(path)
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = ContractJson.EVENTS.readTree(answer.body());
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("code").textValue()).isEqualTo(code);
        assertThat(json.get("message").textValue())
                .isNotBlank()
                .isEqualTo(json.get("error").textValue());
        assertThat(hub.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 5;Transfer-Encoding: chunked
            Content-Length: 5;Content-Length: 5
            Content-Length: 5;Content-Length: 6
            Content-Length: 5, 5
            Content-Length: +5
            Transfer-Encoding: gzip, chunked
            Transfer-Encoding: chunked;Transfer-Encoding: chunked
            Transfer-Encoding: identity;Content-Length: 5
            """)
    void whatAProxyCouldReadDifferentlyIsRefusedAndTheConnectionClosed(String headers) throws Exception {
        // Given
        String request = "POST /v1/track HTTP/1.1\r\nHost: h\r\n" + headers.replace(";", "\r\n")
                + "\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

        // When
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.plane.httpPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // Then
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .containsOnlyOnce("HTTP/1.1")
                    .contains("{\"success\":false,");
        }
    }

    @Test
    void aUserIsInOnePartitionAndManyUsersAreInAll() throws Exception {
        // When
        for (int i = 0; i < 40; i++) {
            assertThat(hub.post("/v1/identify", "{\"userId\":\"u" + i % 20 + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }

        // Then
        List<String> first = users(0);
        List<String> second = users(1);
        assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
        assertThat(first.size() + second.size()).isEqualTo(40);
    }

    @Test
    void theAdminPortTellsHowItIs() throws Exception {
        // Given
        hub.post("/v1/track", TRACK);
        hub.post("/v1/track", "{\"userId\":\"u\"}");
        hub.post("/v1/track", "{");

        // When
        String metrics = hub.admin("/metrics");

        // Then
        assertThat(hub.admin("/livez")).isEqualTo("ok\n");
        assertThat(hub.admin("/readyz")).isEqualTo("ok\n");
        assertThat(metrics)
                .contains("catchment_ingest_events_accepted_total{source=\"web\"} 1.0")
                .contains("catchment_ingest_events_rejected_total{code=\"event_not_defined\",source=\"web\"} 1.0")
                .contains("catchment_ingest_events_rejected_total{code=\"invalid_json\",source=\"web\"} 1.0")
                .contains("catchment_ingest_waiting_bytes 0.0")
                .contains("catchment_ingest_publish_seconds_count")
                .contains("catchment_ingest_frames_total")
                .contains("catchment_ingest_frame_bytes_total");
    }

    private List<String> users(int partition) throws Exception {
        return hub.events(partition).stream()
                .map(event -> event.get("userId").textValue())
                .toList();
    }

    private HttpRequest.Builder gzip(byte[] body) {
        return hub.request("/v1/track")
                .header("Authorization", IngestFixture.basic("web-key:"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }
}
