package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReceiverTest {
    private static final String TWO_EVENTS = """
            [{"type":"page","name":"Home","anonymousId":"a-1","messageId":"m-1"},{"type":"alias","userId":"u-1","previousId":"a-1"}]""";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @Test
    void aSingleEventIsOneLine() throws Exception {
        assertThat(receive("""
                {"type":"track","event":"Order Completed","userId":"u-1","anonymousId":null,"properties":{"total":19.99}}""")).isEqualTo("03:04:05 track    Order Completed user=u-1 {\"total\":19.99}");
    }

    @Test
    void eachEventOfABatchIsALine() throws Exception {
        assertThat(receive(TWO_EVENTS))
                .isEqualTo("03:04:05 [1 of 2] page     Home anonymous=a-1\n"
                        + "03:04:05 [2 of 2] alias    user=u-1 previous=a-1");
    }

    @Test
    void whatIsNoEventIsShownAsSuch() throws Exception {
        assertThat(receive("hello")).isEqualTo("03:04:05 POST with 5 bytes that are no JSON");
    }

    @Test
    void programsGetAnObjectPerEventWithTheHeadersOfItsRequest() throws Exception {
        // Given
        String[] options = {"-o", "json"};

        // When
        List<String> lines = receive(TWO_EVENTS, options).lines().toList();

        // Then
        assertThat(lines).hasSize(2);
        JsonNode page = ContractJson.EVENTS.readTree(lines.getFirst());
        assertThat(page.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(page.path("path").asText()).isEqualTo("/events?of=crm");
        assertThat(page.path("headers").path("x-signature").toString()).isEqualTo("[\"s-1\"]");
        assertThat(page.path("messageId").asText()).isEqualTo("m-1");
        assertThat(page.path("type").asText()).isEqualTo("page");
        assertThat(ContractJson.EVENTS.readTree(lines.getLast()).has("messageId"))
                .isFalse();
    }

    @Test
    void aRequestWithoutAnEventIsAnObjectToo() throws Exception {
        JsonNode line = ContractJson.EVENTS.readTree(receive("hello", "-o", "json"));
        assertThat(line.path("bytes").asInt()).isEqualTo(5);
        assertThat(line.has("messageId")).isFalse();
    }

    @Test
    void whatCameIsCountedByMessageId() throws Exception {
        try (Receiver receiver = receiver();
                HttpClient client = HttpClient.newHttpClient()) {
            // Given
            int port = receiver.listen("127.0.0.1", 0);
            post(client, port, TWO_EVENTS);
            post(client, port, "{\"type\":\"page\",\"messageId\":\"m-1\"}");
            post(client, port, "hello");

            // When
            JsonNode count = get(client, port, "/count");
            JsonNode received = get(client, port, "/received");

            // Then
            assertThat(count.toString()).isEqualTo("{\"requests\":3,\"events\":3,\"distinct\":1,\"unnamed\":1}");
            assertThat(received.path("messageIds").toString()).isEqualTo("{\"m-1\":2}");
        }
    }

    @Test
    void beyondAMillionEventsAreCountedWithoutTheirNames() {
        // Given
        ReceivedCounts counts = new ReceivedCounts(1);

        // When
        for (String messageId : List.of("m-1", "m-2", "m-1")) {
            counts.add(ReceivedRequest.of(
                    "POST", "/", Map.of(), ("{\"messageId\":\"" + messageId + "\"}").getBytes(StandardCharsets.UTF_8)));
        }

        // Then
        assertThat(counts.everything())
                .isEqualTo("{\"requests\":3,\"events\":3,\"distinct\":1,\"unnamed\":1,\"messageIds\":{\"m-1\":2}}");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli cli = Cli.run("receiver", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.err()).contains("port " + taken.getLocalPort() + " of 127.0.0.1 is in use", "--port");
        }
    }

    private String receive(String body, String... options) throws Exception {
        try (Receiver receiver = receiver(options);
                HttpClient client = HttpClient.newHttpClient()) {
            post(client, receiver.listen("127.0.0.1", 0), body);
            return printed.toString(StandardCharsets.UTF_8).strip();
        }
    }

    private Receiver receiver(String... options) {
        Receiver receiver = new Receiver(new PrintStream(printed, true, StandardCharsets.UTF_8), clock);
        new CommandLine(receiver).parseArgs(options);
        return receiver;
    }

    private static void post(HttpClient client, int port, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events?of=crm"))
                        .header("X-Signature", "s-1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static JsonNode get(HttpClient client, int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return ContractJson.EVENTS.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
