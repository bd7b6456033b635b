package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PixelIT {
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

    @BeforeEach
    void empty() throws Exception {
        hub.emptyLog(0);
    }

    @ParameterizedTest
    @EnumSource
    void anEventInTheQueryIsStoredAndAnsweredWithAnImage(Kind kind) throws Exception {
        // Given
        String json = """
                {"writeKey":"app-key","userId":"u","groupId":"g","event":"Email Opened","properties":{"n":1.50,"b":true}}""";
        String data = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        // When
        HttpResponse<byte[]> answer = pixel(kind.wireName() + "?data=" + data);

        // Then
        assertImage(answer);
        assertThat(hub.onlyFrame().body(0)).asString(StandardCharsets.UTF_8).isEqualTo(json);
        assertThat(hub.onlyFrame().source(0)).isEqualTo("app");
        ObjectNode event = hub.events().getFirst();
        assertThat(event.get("type").textValue()).isEqualTo(kind.wireName());
        assertThat(event.at("/context/ip").textValue()).isEqualTo("127.0.0.1");
        assertThat(event.get("messageId").textValue()).hasSize(36);
    }

    @Test
    void flatParametersAreStored() throws Exception {
        // When
        assertImage(pixel("track?userId=user_123&event=Email%20Opened&properties.subject=The%20Electric+Daily"
                + "&properties.email=jane.kim@example.com&writeKey=web-key"));

        // Then
        ObjectNode event = hub.events().getFirst();
        assertThat(event.get("event").textValue()).isEqualTo("Email Opened");
        assertThat(event.get("properties").toString())
                .isEqualTo("{\"subject\":\"The Electric Daily\",\"email\":\"jane.kim@example.com\"}");
        assertThat(event.has("writeKey")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "data=e30&writeKey=web-key,              no_user_anon_id,   web",
        "userId=u&writeKey=web-key,              event_not_defined, web",
        "data=!!&writeKey=web-key,               invalid_encoding,  ''",
        "data=W10&writeKey=web-key,              invalid_json,      ''",
        "'',                                     invalid_json,      ''",
        "userId=u&event=E,                       unknown_source,    ''",
        "userId=u&event=E&writeKey=no-key,       unknown_source,    ''",
    })
    void whatIsRefusedIsCountedAndStillAnsweredWithAnImage(String query, String code, String source) throws Exception {
        // Given
        String line = "catchment_ingest_events_rejected_total{code=\"" + code + "\",source=\"" + source + "\"} ";
        double before = counted(line);

        // When
        assertImage(pixel("track?" + query));

        // Then
        assertThat(counted(line)).isEqualTo(before + 1);
        assertThat(hub.events()).isEmpty();
    }

    @Test
    void aQueryThatNoBrowserEncodesIsStored() throws Exception {
        // Given
        String query = "data={%22userId%22:%22[u]|^`%22}&writeKey=web-key";

        // When
        String answer = hub.raw("GET /v1/pixel/page?" + query + " HTTP/1.1\r\nHost: hub.example\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("GIF89a");
        assertThat(hub.events().getFirst().get("userId").textValue()).isEqualTo("[u]|^`");
    }

    private static void assertImage(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/gif");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(image.getWidth()).isEqualTo(1);
        assertThat(image.getHeight()).isEqualTo(1);
        assertThat(image.getRGB(0, 0) >>> 24).as("opacity").isZero();
    }

    private static double counted(String line) throws Exception {
        return hub.admin("/metrics")
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .sum();
    }

    private static HttpResponse<byte[]> pixel(String rest) throws Exception {
        return hub.http.send(hub.request("/v1/pixel/" + rest).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
