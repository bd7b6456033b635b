package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real SDKs send arrives exactly once, in each user's order and unaltered, and lies in the archive. */
class SdkIT {
    private static final int CALLS = 10_000;
    private static final int USERS = 250;

    @TempDir
    private Path folder;

    private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
    private Webhook webhook;
    private RunningHub hub;

    @BeforeEach
    void start() throws IOException {
        webhook = Webhook.start(received::add);
        HubFolder resources = HubFolder.write(folder.resolve("resources"), "webhook", webhook.url(), "");
        hub = RunningHub.start(resources.path(), folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        hub.close();
        webhook.close();
    }

    @Test
    void eventsOfTheJavaSdk() throws Exception {
        // Given
        List<ObjectNode> calls = SdkCalls.withMessageIds("java", SdkCalls.Values.JAVA, CALLS, USERS);
        long start = System.nanoTime();

        // When
        JavaSdk.send(hub.url(), HubFolder.WRITE_KEY, calls);

        // Then
        assertArrived("Java SDK", calls, start);
    }

    @Test
    void eventsOfTheNodeSdk() throws Exception {
        // Given
        List<ObjectNode> calls = SdkCalls.withMessageIds("node", SdkCalls.Values.JAVASCRIPT, CALLS, USERS);
        long start = System.nanoTime();

        // When
        SdkSender.node("analytics-node-3", hub.url(), HubFolder.WRITE_KEY, calls, USERS);

        // Then
        assertArrived("Node SDK", calls, start);
    }

    private void assertArrived(String sdk, List<ObjectNode> calls, long start) throws Exception {
        double sent = seconds(start);
        await().atMost(Duration.ofMinutes(2)).until(() -> received.size() >= calls.size());
        double delivered = seconds(start);
        Map<String, JsonNode> byId = new HashMap<>();
        received.forEach(event -> byId.put(event.get("messageId").asText(), event));
        assertThat(repeated())
                .as("arrived more than once, with %.0f failed attempts", failedAttempts())
                .isEmpty();
        assertThat(byId.keySet()).isEqualTo(idsOf(calls));
        calls.forEach(
                call -> assertUnaltered(call, byId.get(call.get("messageId").asText())));
        assertOrderOfEachUser();
        assertArchived(byId);
        System.out.printf(
                "[test] %s: %d calls of %d users sent in %.1f s, delivered exactly once and in order after %.1f s, archived%n",
                sdk, calls.size(), USERS, sent, delivered);
    }

    /** Of a request whose answer is lost nobody knows whether it arrived: then an event may come twice. */
    private double failedAttempts() throws IOException, InterruptedException {
        return hub.metric("catchment_delivery_failed_attempts_total", "destination=\"" + HubFolder.DESTINATION + "\"");
    }

    private List<String> repeated() {
        Set<String> seen = new HashSet<>();
        return received.stream()
                .map(event -> event.get("messageId").asText())
                .filter(id -> !seen.add(id))
                .toList();
    }

    private static Set<String> idsOf(List<ObjectNode> calls) {
        return new HashSet<>(
                calls.stream().map(call -> call.get("messageId").asText()).toList());
    }

    private static void assertUnaltered(ObjectNode call, JsonNode event) {
        SdkCalls.assertUnaltered(call, event);
        // To the letter, too.
        assertThat(event.get("originalTimestamp")).isEqualTo(call.get("timestamp"));
    }

    private void assertOrderOfEachUser() {
        Map<String, Integer> last = new HashMap<>();
        for (JsonNode event : received) {
            int n = event.at("/context/n").asInt();
            Integer before = last.put(event.get("userId").asText(), n);
            assertThat(n).as("order of " + event.get("userId")).isEqualTo(before == null ? 0 : before + 1);
        }
        assertThat(last).hasSize(USERS);
    }

    private void assertArchived(Map<String, JsonNode> delivered) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, JsonNode> archived = new HashMap<>();
                    List<String> lines = Command.catchment(
                                    "archive", "cat", "--data", hub.data().toString())
                            .lines();
                    for (String line : lines) {
                        JsonNode event = ContractJson.EVENTS.readTree(line);
                        archived.put(event.get("messageId").asText(), event);
                    }
                    assertThat(lines).hasSize(delivered.size());
                    assertThat(archived.keySet()).isEqualTo(delivered.keySet());
                    // What an SDK says about itself stays in the archive and is no destination's.
                    archived.values().forEach(event -> ((ObjectNode) event).remove("_metadata"));
                    delivered.forEach(
                            (id, event) -> assertThat(archived.get(id)).isEqualTo(event));
                });
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
