package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart on a real Kubernetes API: the operator, with the rights of the Role that ships, makes Deployments of
 * it; each of their Pods runs as a process with the Pod's own environment and Secrets; events flow.
 */
class ClusterFlowIT {
    private static final Duration TOGGLE_LIMIT = Duration.ofSeconds(2);
    private static final int TOGGLES = 5;
    /** How long an event is waited for before it counts as not sent; what is measured is coarser by as much. */
    private static final Duration ARRIVAL = Duration.ofMillis(150);

    private static final String RECEIVER = "http://127.0.0.1:8090/events";

    @TempDir
    private Path folder;

    /** Whether each event has arrived, by its number. */
    private final Map<Long, CompletableFuture<Void>> arrivals = new ConcurrentHashMap<>();

    private final List<String> names = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private ClusterHub hub;
    private Webhook receiver;
    private long sent;

    @BeforeEach
    void startHub() throws Exception {
        receiver = Webhook.start(this::receive);
        hub = ClusterHub.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
        http.close();
    }

    @Test
    void theQuickstartRunsAndAToggleTakesEffect() throws Exception {
        // Given
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("examples/quickstart"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                hub.apply(Files.readString(file).replace(RECEIVER, receiver.url()));
            }
        }
        PodProcess ingest = hub.runPods("quickstart").values().iterator().next();
        await().atMost(ClusterHub.PATIENCE)
                .untilAsserted(() -> assertThat(hub.condition(Destination.class, "receiver", "Ready"))
                        .startsWith("True/"));

        // When
        assertThat(send(ingest, "Heartbeat")).isEqualTo(200);
        assertThat(send(ingest, "Order Completed")).isEqualTo(200);

        // Then
        await().atMost(ClusterHub.PATIENCE).until(() -> !names.isEmpty());
        assertThat(names).containsExactly("Order Completed");

        List<Duration> off = new ArrayList<>();
        List<Duration> on = new ArrayList<>();
        for (int i = 0; i < TOGGLES; i++) {
            off.add(toggle(ingest, false));
            on.add(toggle(ingest, true));
        }
        System.out.printf("[test] enabled: false took effect after %s, true after %s%n", millis(off), millis(on));
        assertThat(Stream.concat(off.stream(), on.stream())).allMatch(d -> d.compareTo(TOGGLE_LIMIT) < 0);

        // Then the Source shows what it sent
        await().atMost(ClusterHub.PATIENCE).untilAsserted(() -> assertThat(
                        hub.get(Source.class, "backend").getStatus().received())
                .isEqualTo(sent));
    }

    /**
     * Sends an event every few milliseconds while the Destination is switched, and waits until that takes effect.
     *
     * @return from the switch to the first event of which it holds
     */
    private Duration toggle(PodProcess ingest, boolean enabled) throws Exception {
        long before = sent;
        long switched = System.nanoTime();
        hub.apply("""
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: receiver}
                spec: {enabled: %s}
                """.formatted(enabled), "toggle");
        List<Long> sendTimes = new ArrayList<>();
        int inARow = 0;
        long firstInARow = 0;
        while (inARow < 20) {
            sendTimes.add(System.nanoTime());
            assertThat(send(ingest, "Order Completed")).isEqualTo(200);
            long number = sent;
            boolean delivered = arrivedSoon(number);
            if (delivered == enabled) {
                firstInARow = inARow == 0 ? number : firstInARow;
                inARow++;
            } else {
                inARow = 0;
            }
            if (System.nanoTime() - switched > ClusterHub.PATIENCE.toNanos()) {
                throw new AssertionError("enabled: " + enabled + " takes no effect");
            }
        }
        return Duration.ofNanos(sendTimes.get(Math.toIntExact(firstInARow - before - 1)) - switched);
    }

    /** An event that is not to arrive is given long enough to do so. */
    private boolean arrivedSoon(long number) throws Exception {
        try {
            arrival(number).get(ARRIVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Void> arrival(long number) {
        return arrivals.computeIfAbsent(number, n -> new CompletableFuture<>());
    }

    private void receive(JsonNode event) {
        arrival(event.path("properties").path("number").asLong()).complete(null);
        synchronized (names) {
            names.add(event.path("event").asText());
        }
    }

    private int send(PodProcess ingest, String event) throws IOException, InterruptedException {
        sent++;
        String body = """
                {"userId":"u","event":"%s","properties":{"number":%d}}""".formatted(event, sent);
        String key = Base64.getEncoder().encodeToString("quickstart-backend:".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(ingest.url() + "/v1/track"))
                .header("Authorization", "Basic " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String millis(List<Duration> durations) {
        return durations.stream().map(d -> d.toMillis() + " ms").toList().toString();
    }
}
