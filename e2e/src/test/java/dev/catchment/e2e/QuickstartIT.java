package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/quickstart as its README tells it, on a copy that sends to this test. */
class QuickstartIT {
    private static final Path QUICKSTART = Repository.ROOT.resolve("examples/quickstart");
    private static final String AUTHORIZATION = "Basic cXVpY2tzdGFydC1iYWNrZW5kOg=="; // quickstart-backend:

    @TempDir
    private Path folder;

    private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Webhook webhook;
    private Path resources;
    private RunningHub hub;

    @BeforeEach
    void start() throws IOException {
        webhook = Webhook.start(received::add);
        resources = Files.createDirectory(folder.resolve("quickstart"));
        try (Stream<Path> files = Files.list(QUICKSTART)) {
            for (Path file : files.toList()) {
                Files.copy(file, resources.resolve(file.getFileName()));
            }
        }
        edit("destination.yaml", "http://127.0.0.1:8090/events", webhook.url());
        hub = RunningHub.start(resources, folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        hub.close();
        webhook.close();
        client.close();
    }

    @Test
    void thePrintedCurlLineWorksTheFilterDropsAndTheArchiveKeeps() throws Exception {
        // When
        String line = hub.curlLine();
        List<String> answer =
                Command.run(folder, "bash", "-c", line + " -w ' %{http_code}'").lines();
        int heartbeat = track("heartbeat-1", "Heartbeat");
        int after = track("after-1", "Order Completed");

        // Then
        assertThat(String.join("", answer)).endsWith("200");
        assertThat(List.of(heartbeat, after)).containsOnly(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> received.size() >= 2);
        assertThat(received).noneMatch(event -> event.path("event").asText().equals("Heartbeat"));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    List<String> archived = Command.catchment(
                                    "archive", "cat", "--data", hub.data().toString())
                            .lines();
                    assertThat(archived).hasSize(3).anyMatch(event -> event.contains("\"heartbeat-1\""));
                });
    }

    @Test
    void anEditTakesEffectWhileItRunsAndABrokenOneDoesNot() throws Exception {
        // Given
        track("before", "Order Completed");
        await().until(() -> received.size() == 1);

        // When
        double off = secondsUntil(false);
        double on = secondsUntil(true);
        edit("destination.yaml", "type: webhook", "type: webhook\n  typo: true");

        // Then
        await().until(() ->
                hub.log().contains("destination.yaml:9") && hub.log().contains("typo"));
        track("last", "Order Completed");
        await().until(() -> isReceived("last"));
        System.out.printf("[test] hot reload: enabled: false in force after %.2f s, true after %.2f s%n", off, on);
        assertThat(off).isLessThan(2);
        assertThat(on).isLessThan(2);
    }

    @Test
    void ctrlCEndsEverythingAndASecondRunOnTheFolderIsRefused() throws Exception {
        // Given
        long broker = hub.natsPid();

        // When
        Command second = Command.catchment(
                "run",
                resources.toString(),
                "--http-port",
                Integer.toString(Repository.freePort()),
                "--admin-port",
                Integer.toString(Repository.freePort()),
                "--data",
                hub.data().toString());
        int status = hub.stop();

        // Then
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("another `catchment run` uses").doesNotContain("\tat ");
        assertThat(status).isZero();
        assertThat(ProcessHandle.of(broker)).isEmpty();
        assertThat(hub.data().resolve("connection.json")).doesNotExist();
    }

    /** Sends probes until the destination receives, or no longer receives, what was sent after the edit. */
    private double secondsUntil(boolean enabled) throws Exception {
        edit("destination.yaml", "enabled: " + !enabled, "enabled: " + enabled);
        long start = System.nanoTime();
        for (int probe = 0; ; probe++) {
            double sent = (System.nanoTime() - start) / 1e9;
            String id = "probe-" + enabled + "-" + probe;
            track(id, "Probe");
            if (isReceivedWithin(id, Duration.ofMillis(400)) == enabled) {
                return sent;
            }
            assertThat(sent).as("seconds since the edit").isLessThan(30);
        }
    }

    private boolean isReceivedWithin(String messageId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && !isReceived(messageId)) {
            Thread.sleep(5);
        }
        return isReceived(messageId);
    }

    private boolean isReceived(String messageId) {
        return received.stream()
                .anyMatch(event -> event.get("messageId").asText().equals(messageId));
    }

    private int track(String messageId, String event) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(hub.url() + "/v1/track"))
                                .header("Authorization", AUTHORIZATION)
                                .POST(HttpRequest.BodyPublishers.ofString("""
                                        {"messageId":"%s","userId":"u-1","event":"%s"}""".formatted(messageId, event)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(resources.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(resources.resolve(file), text.replace(from, to));
    }
}
