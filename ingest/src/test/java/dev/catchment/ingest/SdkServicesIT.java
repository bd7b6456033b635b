package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.SourceDocument;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SDKs ask for and tell beside events: settings, and reports about themselves. */
class SdkServicesIT {
    @TempDir
    private static Path folder;

    private static IngestFixture hub;

    @BeforeAll
    static void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        hub.publish(
                new IngestSettings(1),
                IngestFixture.source("web", "web-key"),
                IngestFixture.source("shop", List.of("https://shop.example"), "shop-key"),
                new SourceDocument(
                        "off",
                        "mobile",
                        false,
                        List.of(new SourceDocument.WriteKey(IngestFixture.sha256("off-key"), null)),
                        List.of(),
                        null));
        await().until(() -> get("/v1/projects/off-key/settings").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/projects/web-key/settings",
                "/projects/web-key/settings",
                "/v1/projects/off-key/settings",
                "/v1/projects/web%2Dkey/settings"
            })
    void aKnownKeyHasSettingsWithTheHostThatWasAsked(String path) throws Exception {
        // When
        HttpResponse<String> answer = get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(answer.headers().firstValue("Vary")).contains("Origin");
        JsonNode segment = ContractJson.EVENTS.readTree(answer.body()).at("/integrations/Segment.io");
        assertThat(segment.get("apiKey").textValue()).isEqualTo(path.contains("off") ? "off-key" : "web-key");
        assertThat(segment.get("apiHost").textValue()).isEqualTo("127.0.0.1:" + hub.plane.httpPort() + "/v1");
        assertThat(segment.get("protocol").textValue()).isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource({
        "hub.example,              https, hub.example/v1,      ,     private",
        "hub.example:8443,         HTTPS, hub.example:8443/v1, ,     private",
        "'evil.example, hub.example', http, hub.example/v1,    http, private",
        "evil.example/x,           https, ,                    ,     public",
    })
    void behindATrustedProxyTheHostIsTheOneThatTheProxyWasAsked(
            String host, String proto, String apiHost, String protocol, String kept) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request("/v1/projects/web-key/settings")
                .header("X-Forwarded-Host", host)
                .header("X-Forwarded-Proto", proto));

        // Then
        JsonNode segment = ContractJson.EVENTS.readTree(answer.body()).at("/integrations/Segment.io");
        assertThat(segment.get("apiHost").textValue())
                .isEqualTo(apiHost == null ? "127.0.0.1:" + hub.plane.httpPort() + "/v1" : apiHost);
        assertThat(segment.path("protocol").textValue()).isEqualTo(protocol);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).startsWith(kept);
    }

    @Test
    void anUnknownKeyHasNoSettingsAndAForeignPageNone() throws Exception {
        // When
        HttpResponse<String> unknown = get("/v1/projects/no-key/settings");
        HttpResponse<String> foreign =
                hub.send(hub.request("/v1/projects/shop-key/settings").header("Origin", "https://evil.example"));
        HttpResponse<String> own =
                hub.send(hub.request("/v1/projects/shop-key/settings").header("Origin", "https://shop.example"));

        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"success\":false").contains("no source has this write key");
        assertThat(unknown.headers().firstValue("Cache-Control")).isEmpty();
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("origin_not_allowed");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).contains("https://shop.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/m", "/m"})
    void reportsOfSdksBecomeCounters(String path) throws Exception {
        // Given
        String version = path.replace("/", "x");
        String body = """
                {"series":[{"type":"Counter","metric":"analytics_mobile.invoke","value":3,"tags":{"message":"configured","library":"analytics.kotlin","library_version":"%s"}},
                {"type":"Counter","metric":"analytics_mobile.invoke","value":1,"tags":{"message":"x","library":"analytics.kotlin","library_version":"%s"}},
                {"type":"Counter","metric":"bad name","value":1,"tags":{}}]}""".formatted(version, version);

        // When
        HttpResponse<String> answer = hub.send(hub.request(path)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(hub.admin("/metrics"))
                .contains(
                        "catchment_ingest_sdk_reports_total{library=\"analytics.kotlin\",metric=\"analytics_mobile.invoke\",version=\""
                                + version + "\"} 4.0")
                .contains("catchment_ingest_sdk_reports_ignored_total");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "[", "{\"series\":1}"})
    void aReportThatIsNoneIsRefused(String body) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.request("/v1/m").POST(HttpRequest.BodyPublishers.ofString(body)));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"invalid_json\"");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return hub.send(hub.request(path));
    }
}
