package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.IngestSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, write keys, origins and client addresses, on one ingest plane. */
class SurfaceIT {
    private static final String SHOP = "https://shop.example";
    private static final String EVENT =
            "{\"type\":\"track\",\"event\":\"E\",\"groupId\":\"g\",\"userId\":\"u\",\"messageId\":\"m\"%s}";

    @TempDir
    private static Path folder;

    private static IngestFixture hub;

    @BeforeAll
    static void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        hub.publish(
                new IngestSettings(1),
                IngestFixture.source("web", "web-key"),
                IngestFixture.source("app", "app-key"),
                IngestFixture.source("shop", List.of(SHOP, "https://*.shop.example"), "shop-key"));
        await().until(() -> post("/v1/identify", "{\"userId\":\"u\",\"writeKey\":\"shop-key\"}")
                        .statusCode()
                == 200);
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
    @CsvSource({
        "/v1/identify,  identify, ",
        "/v1/track,     track,    ",
        "/v1/page,      page,     ",
        "/v1/screen,    screen,   ",
        "/v1/group,     group,    ",
        "/v1/alias,     alias,    ",
        "/v1/i,         identify, 127.0.0.1",
        "/v1/t,         track,    127.0.0.1",
        "/v1/p,         page,     127.0.0.1",
        "/v1/s,         screen,   127.0.0.1",
        "/v1/g,         group,    127.0.0.1",
        "/v1/a,         alias,    127.0.0.1",
        "/v1/batch,     track,    ",
        "/v1/batch/,    track,    ",
        "/v1/import,    track,    ",
        "/v1/import/,   track,    ",
        "/import,       track,    ",
        "/import/,      track,    ",
        "/v1/b,         track,    127.0.0.1",
        "/v1/b/,        track,    127.0.0.1",
        "/b,            track,    127.0.0.1",
        "/b/,           track,    127.0.0.1",
    })
    void everyPathStoresAndOnlyThoseOfClientsFillTheAddress(String path, String type, String ip) throws Exception {
        // Given
        boolean batch = path.matches(".*/(b|batch|import)/?");
        String body = batch
                ? "{\"batch\":[" + EVENT.formatted("") + "],\"writeKey\":\"app-key\"}"
                : EVENT.formatted(",\"writeKey\":\"app-key\"");

        // When
        HttpResponse<String> answer = post(path, body);

        // Then
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(answer.statusCode()).isEqualTo(200);
        ObjectNode event = hub.events().getFirst();
        assertThat(event.get("type").textValue()).isEqualTo(type);
        assertThat(event.at("/context/ip").textValue()).isEqualTo(ip);
        assertThat(hub.onlyFrame().source(0)).isEqualTo("app");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST    | /v1/set             | 404 | not_found          | the Objects API is not served
            POST    | /token              | 404 | not_found          | OAuth is not served
            GET     | /                   | 404 | not_found          | there is nothing here: send events with POST /v1/track
            POST    | /v1/tracks          | 404 | not_found          | there is nothing here
            POST    | /v1/track/          | 404 | not_found          | there is nothing here
            GET     | /v1/projects/a/b/settings | 404 | not_found    | there is nothing here
            GET     | /v1/projects//settings    | 404 | not_found    | there is nothing here
            GET     | /v1/track           | 405 | method_not_allowed | GET is not understood here: use POST
            PUT     | /b                  | 405 | method_not_allowed | PUT is not understood here: use POST
            DELETE  | /v1/pixel/track     | 405 | method_not_allowed | DELETE is not understood here: use GET
            POST    | /v1/projects/web-key/settings | 405 | method_not_allowed | POST is not understood here: use GET
            """)
    void whatIsNotServedIsAnErrorInTheOneShape(String method, String path, int status, String code, String message)
            throws Exception {
        // When
        HttpResponse<String> answer = hub.send(
                hub.request(path).header("Origin", SHOP).method(method, HttpRequest.BodyPublishers.ofString("{}")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
        JsonNode json = ContractJson.EVENTS.readTree(answer.body());
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("code").textValue()).isEqualTo(code);
        assertThat(json.get("message").textValue()).startsWith(message);
        assertThat(json.get("error")).isEqualTo(json.get("message"));
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @Test
    void headIsAnsweredWithoutABodySoThatTheConnectionGoesOn() throws Exception {
        // When
        String answers = hub.raw(Stream.of(
                                "HEAD /v1/pixel/track?writeKey=web-key&userId=u&event=E",
                                "HEAD /v1/track",
                                "HEAD /nothing",
                                "HEAD /v1/projects/web-key/settings",
                                "HEAD /v1/projects/no/settings")
                        .map(line -> line + " HTTP/1.1\r\nHost: hub.example\r\n\r\n")
                        .collect(Collectors.joining())
                + "GET /v1/pixel/track HTTP/1.1\r\nHost: hub.example\r\n\r\n");

        // Then
        assertThat(answers.split("HTTP/1.1 ", -1))
                .extracting(answer -> answer.split(" ", 2)[0])
                .containsExactly("", "200", "405", "404", "200", "404", "200");
        assertThat(answers).doesNotContain("{").containsOnlyOnce("GIF89a").contains("Content-Length: 42");
        assertThat(hub.events()).as("HEAD stores nothing").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/track", "/v1/b", "/v1/m", "/v1/pixel/page", "/v1/projects/k/settings", "/v1/set", "/x"})
    void aPreflightIsAnsweredForEveryPathAndOrigin(String path) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request(path)
                .header("Origin", "https://any.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://any.example");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET, POST, OPTIONS");
        assertThat(header(answer, "Access-Control-Allow-Headers"))
                .isEqualTo("authorization, content-type, x-retry-count, content-encoding");
        assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
        assertThat(header(answer, "Vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "shop-key, https://shop.example,     200",
        "shop-key, https://www.shop.example, 200",
        "shop-key, https://evil.example,     403",
        "shop-key, null,                     403",
        "shop-key, ,                         200",
        "web-key,  https://evil.example,     200",
        "no-key,   https://evil.example,     401",
    })
    void onlyPagesOnAllowedOriginsSendAndAllCanReadWhy(String key, String origin, int status) throws Exception {
        for (boolean basic : new boolean[] {true, false}) {
            // Given
            HttpRequest.Builder request = hub.request("/v1/t").header("Content-Type", "text/plain");
            if (origin != null) {
                request.header("Origin", origin);
            }
            if (basic) {
                request.header("Authorization", IngestFixture.basic(key + ":"));
            }

            // When
            HttpResponse<String> answer = hub.send(request.POST(HttpRequest.BodyPublishers.ofString(
                    EVENT.formatted(basic ? "" : ",\"writeKey\":\"" + key + "\""))));

            // Then
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEqualTo(Optional.ofNullable(origin));
            if (origin != null) {
                assertThat(header(answer, "Access-Control-Expose-Headers")).isEqualTo("Retry-After");
                assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("true");
                assertThat(header(answer, "Vary")).isEqualTo("Origin");
            }
            if (status == 403) {
                assertThat(answer.body())
                        .contains("\"code\":\"origin_not_allowed\"")
                        .contains(origin)
                        .contains("spec.allowedOrigins");
                assertThat(hub.admin("/metrics")).contains("{code=\"origin_not_allowed\",source=\"shop\"}");
            }
        }
    }

    @Test
    void anItemOfASourceThatDoesNotAllowThePageIsRejectedAlone() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request("/v1/b")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{\"batch\":[" + EVENT.formatted(",\"writeKey\":\"shop-key\"")
                        + "," + EVENT.formatted(",\"writeKey\":\"web-key\"") + "]}")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"index\":0,\"code\":\"origin_not_allowed\"");
        assertThat(hub.onlyFrame().source(0)).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"POST /v1/track HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked", "GET /%zz HTTP/1.1"})
    void aPageReadsWhyItsHttpIsRefused(String lines) throws Exception {
        // Given: with the path broken the server never comes to the headers
        boolean headersRead = !lines.contains("%zz");

        // When
        String answer = hub.raw(lines.replace("|", "\r\n") + "\r\nHost: h\r\nOrigin: " + SHOP + "\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"bad_request\"");
        assertThat(answer.contains("Access-Control-Allow-Origin: " + SHOP)).isEqualTo(headersRead);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Bearer x.y.z          | ,"writeKey":"app-key" |                   | app
            Basic d2ViLWtleQ==    | ,"writeKey":"app-key" | ?writeKey=shop-key | web
                                  | ,"writeKey":" app-key " | ?writeKey=web-key | app
                                  |                       | ?a=%25&writeKey=web%2Dkey | web
            """)
    void keysAreLookedForInBasicThenInTheBodyThenInTheQuery(
            String authorization, String key, String query, String source) throws Exception {
        // Given
        HttpRequest.Builder request = hub.request("/v1/track" + (query == null ? "" : query));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }

        // When
        HttpResponse<String> answer =
                hub.send(request.POST(HttpRequest.BodyPublishers.ofString(EVENT.formatted(key == null ? "" : key))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(hub.onlyFrame().source(0)).isEqualTo(source);
    }

    @Test
    void aBadEventIsCountedForTheSourceOfItsBodysKeyAndAnUnknownKeyComesFirst() throws Exception {
        // When
        HttpResponse<String> known = post("/v1/track", "{\"userId\":\"u\",\"event\":7,\"writeKey\":\"app-key\"}");
        HttpResponse<String> unknown = post("/v1/track", "{\"userId\":\"u\",\"event\":7,\"writeKey\":\"no-key\"}");
        HttpResponse<String> none = post("/v1/track", "{\"userId\":\"u\",\"event\":7}");
        HttpResponse<String> empty = post("/v1/batch", "{\"batch\":[],\"writeKey\":\"app-key\"}");

        // Then
        assertThat(List.of(known.statusCode(), unknown.statusCode(), none.statusCode(), empty.statusCode()))
                .containsExactly(400, 401, 401, 400);
        assertThat(hub.admin("/metrics"))
                .contains("catchment_ingest_events_rejected_total{code=\"event_not_string\",source=\"app\"} 1.0")
                .contains("catchment_ingest_events_rejected_total{code=\"empty_batch\",source=\"app\"} 1.0")
                .doesNotContain("{code=\"event_not_string\",source=\"\"}");
    }

    @Test
    void onlyDirectEventsOfAServersBatchHaveTheClientsAddress() throws Exception {
        // Given
        String batch = "{\"batch\":[" + EVENT.formatted("") + ","
                + EVENT.formatted(",\"context\":{\"direct\":true}") + ","
                + EVENT.formatted(",\"context\":{\"direct\":true,\"ip\":\"192.0.2.7\"}") + ","
                + EVENT.formatted(",\"context\":{\"direct\":false}")
                + "],\"context\":{\"library\":{\"name\":\"x\"}},\"writeKey\":\"web-key\"}";

        // When
        hub.send(hub.request("/v1/batch")
                .header("X-Forwarded-For", "192.0.2.66, 2001:DB8:0::7, 10.1.1.1")
                .POST(HttpRequest.BodyPublishers.ofString(batch)));

        // Then
        assertThat(hub.events())
                .extracting(event -> event.at("/context/ip").textValue())
                .containsExactly(null, "2001:db8::7", "192.0.2.7", null);
        assertThat(hub.events()).allSatisfy(event -> assertThat(
                        event.at("/context/library/name").textValue())
                .isEqualTo("x"));
    }

    @Test
    void trustedProxiesChangeWithoutARestart() throws Exception {
        // Given
        assertThat(address("198.51.100.9")).isEqualTo("198.51.100.9");

        // When
        hub.publish(
                new IngestSettings(1, List.of("10.0.0.0/8")),
                IngestFixture.source("web", "web-key"),
                IngestFixture.source("app", "app-key"),
                IngestFixture.source("shop", List.of(SHOP, "https://*.shop.example"), "shop-key"));

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() -> address("198.51.100.9").equals("127.0.0.1"));
        hub.publish(
                new IngestSettings(1, List.of("127.0.0.1/32")),
                IngestFixture.source("web", "web-key"),
                IngestFixture.source("app", "app-key"),
                IngestFixture.source("shop", List.of(SHOP, "https://*.shop.example"), "shop-key"));
        await().atMost(Duration.ofSeconds(10)).until(() -> address("10.2.3.4").equals("10.2.3.4"));
        hub.publish(
                new IngestSettings(1),
                IngestFixture.source("web", "web-key"),
                IngestFixture.source("app", "app-key"),
                IngestFixture.source("shop", List.of(SHOP, "https://*.shop.example"), "shop-key"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> address("203.0.113.1, 10.2.3.4").equals("203.0.113.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                        |                          | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z
            {"timestamp":null}                                                        |                          | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z
            {"timestamp":"2026-01-02T03:00:00.123456789Z"}                            |                          | 2026-01-02T03:00:00.123456789Z | 2026-01-02T03:00:00.123Z
            {"timestamp":"2026-01-02T03:00:00.5+00:00"}                               | 2026-01-02T03:04:04.678Z | 2026-01-02T03:00:00.5+00:00 | 2026-01-02T03:00:01.500Z
            {"originalTimestamp":"2026-01-02T03:00:00Z","sentAt":"2026-01-02T03:04:04.678Z"} |                   | 2026-01-02T03:00:00Z     | 2026-01-02T03:00:01.000Z
            {"originalTimestamp":"2026-01-02T03:00:00Z","sentAt":"1999-01-01T00:00:00Z"} | 2026-01-02T03:04:04.678Z | 2026-01-02T03:00:00Z | 2026-01-02T03:00:01.000Z
            {"userId":null,"anonymousId":"a","options":{"x":1},"_metadata":{"bundled":[]}} |                     | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678Z
            """)
    void timesAreCorrectedByTheClientsClock(String fields, String sentAt, String original, String timestamp)
            throws Exception {
        // Given
        ObjectNode item = (ObjectNode) ContractJson.EVENTS.readTree(EVENT.formatted(""));
        item.setAll((ObjectNode) ContractJson.EVENTS.readTree(fields));
        String sent = sentAt == null ? "" : ",\"sentAt\":\"" + sentAt + "\"";

        // When
        post("/v1/batch", "{\"batch\":[" + item + "]" + sent + ",\"writeKey\":\"web-key\"}");

        // Then
        ObjectNode event = hub.events().getFirst();
        assertThat(event.get("receivedAt").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(event.get("originalTimestamp").textValue()).isEqualTo(original);
        assertThat(event.get("timestamp").textValue()).isEqualTo(timestamp);
        assertThat(event.has("options")).isFalse();
        assertThat(event.has("_metadata")).isEqualTo(fields.contains("_metadata"));
    }

    @Test
    void aMessageIdOver100CharactersIsRejectedAlone() throws Exception {
        // Given
        String good = EVENT.replace("\"m\"", "\"" + "x".repeat(100) + "\"").formatted("");
        String bad = EVENT.replace("\"m\"", "\"" + "x".repeat(101) + "\"").formatted("");

        // When
        HttpResponse<String> answer =
                post("/v1/batch", "{\"batch\":[" + bad + "," + good + "],\"writeKey\":\"web-key\"}");

        // Then
        assertThat(answer.body()).contains("{\"index\":0,\"code\":\"message_id_too_long\"");
        assertThat(hub.messageIds()).containsExactly("x".repeat(100));
    }

    private static String address(String forwardedFor) throws Exception {
        hub.emptyLog(0);
        hub.send(hub.request("/v1/t")
                .header("X-Forwarded-For", forwardedFor)
                .POST(HttpRequest.BodyPublishers.ofString(EVENT.formatted(",\"writeKey\":\"web-key\""))));
        return hub.events().getFirst().at("/context/ip").textValue();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return hub.send(hub.request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
