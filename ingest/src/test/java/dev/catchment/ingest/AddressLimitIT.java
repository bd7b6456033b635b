package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.SourceDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loopback is a trusted proxy, so that each request can name its client. */
class AddressLimitIT {
    private static final String EVENT = Neighbour.event("m");

    @TempDir
    private Path folder;

    private IngestFixture hub;
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        wire = new Wire(hub);
    }

    @AfterEach
    void stop() throws Exception {
        wire.close();
        hub.close();
    }

    @Test
    void anAddressThatIsRefusedTooOftenIsNotListenedToForAWhile() throws Exception {
        // Given
        int refused = 0;
        Wire.Answer answer = post("203.0.113.7", "nobody's", EVENT);
        while (answer.status() != 429) {
            assertThat(answer.status()).isEqualTo(refused % 2 == 0 ? 401 : 400);
            refused++;
            assertThat(refused).isLessThan(100_000);
            answer = refused % 2 == 0
                    ? post("203.0.113.7", "nobody's", EVENT)
                    : post("203.0.113.7", "web-key", "no JSON");
        }

        // Then
        assertThat(refused).isGreaterThanOrEqualTo(RefusalLimit.BURST);
        Neighbour.assertRefusal(answer, "too_many_requests");
        assertThat(answer.headers()).containsEntry("retry-after", "1").containsEntry("x-ratelimit-reset", "1");
        assertThat(post("203.0.113.8", "web-key", EVENT).status()).isEqualTo(200);
        assertThat(post("", "nobody's", EVENT).status())
                .as("of the proxy itself")
                .isEqualTo(401);
        await().until(() -> post("203.0.113.7", "web-key", EVENT).status() == 200);
    }

    @Test
    void aSourceMayTakeOnlySoMuchFromOneAddress() throws Exception {
        // Given
        hub.publish(
                new SourceDocument(
                        "web",
                        "website",
                        true,
                        List.of(new SourceDocument.WriteKey(IngestFixture.sha256("web-key"), null)),
                        List.of(),
                        null,
                        2),
                IngestFixture.source("app", "app-key"));
        String batch =
                "{\"batch\":[{\"type\":\"identify\",\"userId\":\"u\"},{\"type\":\"identify\",\"userId\":\"u\"}]}";

        // When
        AtomicReference<Wire.Answer> last = new AtomicReference<>();
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            last.set(post("203.0.113.7", "web-key", batch, "/v1/batch"));
            return last.get().status() == 429;
        });
        Wire.Answer refused = last.get();

        // Then
        assertThat(refused.body()).contains("this address sends more than this source takes from one; wait 1 s");
        assertThat(refused.headers()).containsEntry("retry-after", "1").containsEntry("x-ratelimit-reset", "1");
        assertThat(post("203.0.113.8", "web-key", EVENT).status()).isEqualTo(200);
        assertThat(post("203.0.113.7", "app-key", EVENT).status()).isEqualTo(200);
        await().until(() -> post("203.0.113.7", "web-key", EVENT).status() == 200);
    }

    private Wire.Answer post(String address, String key, String body) throws Exception {
        return post(address, key, body, "/v1/identify");
    }

    private Wire.Answer post(String address, String key, String body, String path) throws Exception {
        String forwarded = address.isEmpty() ? "" : "X-Forwarded-For: " + address + "\r\n";
        return wire.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: " + IngestFixture.basic(key) + "\r\n"
                        + forwarded + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .answer()
                .orElseThrow();
    }
}
