package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFailureIT {
    @TempDir
    private Path folder;

    @Test
    void whileTheLogIsAwayRequestsAreRefusedAndNoneOfThemAppearsLater() throws Exception {
        // Given
        try (IngestFixture hub = IngestFixture.start(folder, 1)) {
            assertThat(hub.post("/v1/track", track("before")).statusCode()).isEqualTo(200);
            hub.nats.kill();

            // When
            List<HttpResponse<String>> refused = IntStream.range(0, 5)
                    .mapToObj(i -> hub.http.sendAsync(post(hub, track("lost-" + i)), text()))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            hub.nats.restart();
            await().atMost(Duration.ofSeconds(20)).until(hub.plane::ready);

            // Then
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("2");
                assertThat(answer.body()).startsWith("{\"success\":false,\"code\":\"log_unavailable\",\"message\":\"");
            });
            assertThat(hub.post("/v1/track", track("after")).statusCode()).isEqualTo(200);
            assertThat(hub.messageIds()).containsExactly("before", "after");
        }
    }

    @Test
    void aShortOutageIsSatOut() throws Exception {
        // Given
        try (IngestFixture hub = IngestFixture.start(folder, 1)) {
            hub.nats.kill();

            // When
            CompletableFuture<HttpResponse<String>> answer = hub.http.sendAsync(post(hub, track("m")), text());
            hub.nats.restart();

            // Then
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(hub.messageIds()).containsExactly("m");
        }
    }

    @Test
    void underKillsAcknowledgedIsStoredAndEachFrameOnce() throws Exception {
        // Given
        try (IngestFixture hub = IngestFixture.start(folder, 1)) {
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            Set<String> refused = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            List<Thread> clients = IntStream.range(0, 8)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            String id = "m" + next.incrementAndGet();
                            int status = hub.http
                                    .sendAsync(post(hub, track(id)), text())
                                    .join()
                                    .statusCode();
                            (status == 200 ? acknowledged : refused).add(id);
                        }
                    }))
                    .toList();

            // When
            for (int kill = 0; kill < 3; kill++) {
                int before = acknowledged.size();
                await().atMost(Duration.ofSeconds(20)).until(() -> acknowledged.size() > before + 200);
                hub.nats.kill();
                hub.nats.restart();
            }
            int last = acknowledged.size();
            await().atMost(Duration.ofSeconds(20)).until(() -> acknowledged.size() > last + 200);
            clients.forEach(Thread::interrupt);
            for (Thread client : clients) {
                client.join();
            }

            // Then
            List<String> stored = hub.messageIds();
            assertThat(stored).containsAll(acknowledged).doesNotHaveDuplicates();
            Set<String> ghosts = new HashSet<>(stored);
            ghosts.removeAll(acknowledged);
            assertThat(refused).containsAll(ghosts);
            assertThat(hub.frames(0).stream().map(frame -> frame.id()).toList()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFullLogRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
        // Given
        try (IngestFixture hub = IngestFixture.start(folder, 1, 256 * 1024)) {
            String large = "{\"event\":\"E\",\"userId\":\"u\",\"p\":\"" + "x".repeat(30_000) + "\"}";

            // When
            HttpResponse<String> answer = hub.post("/v1/track", large);
            int stored = 0;
            while (answer.statusCode() == 200) {
                stored++;
                answer = hub.post("/v1/track", large);
            }

            // Then
            assertThat(stored).isBetween(5, 9);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"log_full\"");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(hub.events(0)).hasSize(stored);
            hub.emptyLog(0);
            assertThat(hub.post("/v1/track", large).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void closingAnswersWhatIsUnderWayAndLosesNothing() throws Exception {
        // Given
        try (IngestFixture hub = IngestFixture.start(folder, 2)) {
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            List<Thread> clients = IntStream.range(0, 16)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        boolean open = true;
                        while (open) {
                            String id = "m" + next.incrementAndGet();
                            open = hub.http
                                    .sendAsync(post(hub, track(id)), text())
                                    .handle((answer, lost) -> lost == null && answer.statusCode() == 200)
                                    .join();
                            if (open) {
                                acknowledged.add(id);
                            }
                        }
                    }))
                    .toList();
            await().until(() -> acknowledged.size() > 500);

            // When
            hub.plane.close();
            for (Thread client : clients) {
                client.join();
            }

            // Then
            assertThat(hub.messageIds()).containsAll(acknowledged).doesNotHaveDuplicates();
        }
    }

    private static String track(String messageId) {
        return "{\"event\":\"E\",\"userId\":\"" + messageId + "\",\"messageId\":\"" + messageId + "\"}";
    }

    private static HttpRequest post(IngestFixture hub, String body) {
        return hub.request("/v1/track")
                .header("Authorization", IngestFixture.basic("web-key"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
