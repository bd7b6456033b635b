package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @Test
    void aSingleEventIsOneLine() throws Exception {
        assertThat(receive("""
                {"type":"track","event":"Order Completed","userId":"u-1","anonymousId":null,"properties":{"total":19.99}}""")).isEqualTo("03:04:05 track    Order Completed user=u-1 {\"total\":19.99}");
    }

    @Test
    void eachEventOfABatchIsALine() throws Exception {
        assertThat(receive("""
                [{"type":"page","name":"Home","anonymousId":"a-1"},{"type":"alias","userId":"u-1","previousId":"a-1"}]"""))
                .isEqualTo("03:04:05 [1 of 2] page     Home anonymous=a-1\n"
                        + "03:04:05 [2 of 2] alias    user=u-1 previous=a-1");
    }

    @Test
    void whatIsNoEventIsShownAsSuch() throws Exception {
        assertThat(receive("hello")).isEqualTo("03:04:05 POST with 5 bytes that are no JSON");
    }

    private String receive(String body) throws Exception {
        try (Receiver receiver = new Receiver(new PrintStream(printed, true, StandardCharsets.UTF_8), clock);
                HttpClient client = HttpClient.newHttpClient()) {
            int port = receiver.listen(0);
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return printed.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
