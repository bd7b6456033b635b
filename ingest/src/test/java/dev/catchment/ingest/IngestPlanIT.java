package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.SourceDocument;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestPlanIT {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final IngestSettings SETTINGS = new IngestSettings(1);

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
    void anAddedKeyOpensAndARemovedOneClosesWithinASecond() throws Exception {
        // Given
        assertThat(status("web-key")).isEqualTo(200);
        assertThat(status("next-key")).isEqualTo(401);

        // When
        hub.publish(SETTINGS, IngestFixture.source("web", "next-key"));

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(status("next-key")).isEqualTo(200);
            assertThat(status("web-key")).isEqualTo(401);
            assertThat(status("app-key")).as("a source that is gone").isEqualTo(401);
        });
    }

    @Test
    void aDisabledSourceRefusesUntilItIsEnabled() throws Exception {
        // When
        hub.publish(SETTINGS, new SourceDocument("web", "server", false, keys(), List.of(), null));

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(post("web-key").body()).contains("\"source_disabled\""));
        assertThat(status("web-key")).isEqualTo(400);
        hub.publish(SETTINGS, new SourceDocument("web", "server", true, keys(), List.of(), null));
        await().atMost(SOON).until(() -> status("web-key") == 200);
    }

    @Test
    void aRateLimitAnswers429AndSaysWhenToComeBack() throws Exception {
        // When
        hub.publish(SETTINGS, new SourceDocument("web", "server", true, keys(), List.of(), 1));
        await().atMost(SOON).until(() -> status("web-key") == 429);

        // Then
        HttpResponse<String> answer = post("web-key");
        assertThat(answer.body()).contains("\"code\":\"too_many_requests\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("X-RateLimit-Reset")).contains("1");
        assertThat(hub.admin("/metrics"))
                .contains("code=\"too_many_requests\",source=\"web\"")
                .doesNotContain("code=\"too_many_requests\",source=\"\"");
    }

    @Test
    void aDocumentThatCannotBeUsedLeavesItsLastGoodFormInForce() throws Exception {
        // When
        SourceDocument bad = new SourceDocument(
                "web", "server", true, List.of(new SourceDocument.WriteKey("no hash", null)), List.of(), null);
        hub.publish(new IngestSettings(7), bad, IngestFixture.source("app", "other-key"));

        // Then
        await().atMost(SOON).until(() -> status("other-key") == 200);
        assertThat(status("web-key")).isEqualTo(200);
        await().untilAsserted(() -> assertThat(hub.applied().refused())
                .extracting(refusal -> refusal.key() + ": " + refusal.reason())
                .containsExactlyInAnyOrder(
                        "ingest: partitions cannot change from 1 to 7 while ingest runs",
                        "source.web: a write key's hash is not 64 hex digits"));
    }

    @Test
    void whatSaysWhomToTrustIsUsedWholeOrNotAtAll() throws Exception {
        // When
        hub.publish(
                new IngestSettings(1, List.of("10.0.0.0/8", "10.0.0.0/33")),
                IngestFixture.source("web", List.of("https://shop.example", "shop.example"), "other-key"),
                IngestFixture.source("app", "app-key"));

        // Then
        await().untilAsserted(() -> assertThat(hub.applied().refused())
                .extracting(refusal -> refusal.key() + ": " + refusal.reason())
                .containsExactlyInAnyOrder(
                        "ingest: trustedProxies: no address range: 10.0.0.0/33",
                        "source.web: allowedOrigins: no origin: shop.example"));
        assertThat(status("web-key")).isEqualTo(200);
        assertThat(status("other-key")).isEqualTo(401);
    }

    private int status(String key) throws Exception {
        return post(key).statusCode();
    }

    private HttpResponse<String> post(String key) throws Exception {
        return hub.send(hub.request("/v1/identify")
                .header("Authorization", IngestFixture.basic(key))
                .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"u\"}")));
    }

    private static List<SourceDocument.WriteKey> keys() throws Exception {
        return List.of(new SourceDocument.WriteKey(IngestFixture.sha256("web-key"), null));
    }
}
