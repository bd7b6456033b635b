package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.frame.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Unmodified SDKs send to the hub with only the host changed, each once undisturbed and once with its first answer lost,
 * so that it sends again. All of them send to one hub at the same time, before the first test; each test looks at what
 * one of them did.
 */
class SdkContractIT {
    /** At once: they mostly wait, but a small machine has other work too. */
    private static final int SENDERS = 4;

    @TempDir
    private static Path folder;

    private static final Queue<JsonNode> RECEIVED = new ConcurrentLinkedQueue<>();
    private static final Map<RealSdk, SdkRun> UNDISTURBED = new EnumMap<>(RealSdk.class);
    private static final Map<RealSdk, SdkRun> RESENDING = new EnumMap<>(RealSdk.class);
    private static Webhook webhook;
    private static RunningHub hub;

    @BeforeAll
    static void send() throws Exception {
        webhook = Webhook.start(RECEIVED::add);
        HubFolder resources = HubFolder.write(folder.resolve("resources"), "webhook", webhook.url(), "");
        hub = RunningHub.start(resources.path(), folder.resolve("data"));
        TestTls tls = TestTls.create(folder);
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (RealSdk sdk : RealSdk.values()) {
                RESENDING.put(sdk, new SdkRun(sdk, true, hub.httpPort(), tls));
                UNDISTURBED.put(sdk, new SdkRun(sdk, false, hub.httpPort(), tls));
                senders.execute(RESENDING.get(sdk)::send);
                senders.execute(UNDISTURBED.get(sdk)::send);
            }
        }
        awaitDelivery();
    }

    /** Everything that the hub has answered with 200, the repetitions too, has passed through it. */
    private static void awaitDelivery() {
        int repetitions = runs().mapToInt(run -> run.proxy().repetitions()).sum();
        int answered = runs().mapToInt(run -> run.proxy().answered().size()).sum();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RECEIVED.size() >= answered && removedDuplicates() >= repetitions);
        } catch (ConditionTimeoutException e) {
            // The tests say of which SDK something is missing.
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (SdkRun run : runs().toList()) {
            run.close();
        }
        hub.close();
        webhook.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallArrivesExactlyOnceAndUnaltered(RealSdk sdk) {
        assertArrived(UNDISTURBED.get(sdk));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallArrivesExactlyOnceWhenTheFirstAnswerIsLost(RealSdk sdk) {
        // Given
        SdkRun run = RESENDING.get(sdk);
        LossyProxy proxy = run.proxy();

        // Then
        assertArrived(run);
        assertThat(proxy.lost()).isNotEmpty().allSatisfy(id -> assertThat(proxy.stored(id))
                .as("times that the hub was sent message " + id)
                .isGreaterThanOrEqualTo(2));
    }

    @Test
    void theHubHasRemovedEveryRepetition() throws Exception {
        // Given
        int repetitions = runs().mapToInt(run -> run.proxy().repetitions()).sum();

        // Then
        assertThat(repetitions).isPositive();
        // What the hub stored without being able to say so comes twice, too.
        assertThat(removedDuplicates()).isGreaterThanOrEqualTo(repetitions);
    }

    private static void assertArrived(SdkRun run) {
        assertThat(run.problem()).as("what the sender says").isNull();
        Map<String, JsonNode> calls = byName(run.calls());
        List<JsonNode> events = RECEIVED.stream()
                .filter(event -> calls.containsKey(SdkCalls.nameOf(event)))
                .toList();
        assertThat(events.stream().map(SdkCalls::nameOf)).containsExactlyInAnyOrderElementsOf(calls.keySet());
        assertThat(events.stream().map(event -> event.get("messageId").asText()))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(run.proxy().stored(id)).isPositive());
        for (JsonNode event : events) {
            SdkCalls.assertUnaltered(calls.get(SdkCalls.nameOf(event)), event);
            assertIsComplete(run.sdk(), event);
        }
        if (run.sdk().isOrdered()) {
            assertOrderOfEachUser(events);
        }
        if (run.sdk().isForApps()) {
            assertThat(events.stream().map(event -> event.get("anonymousId")).distinct())
                    .hasSize(1);
        }
    }

    private static void assertIsComplete(RealSdk sdk, JsonNode event) {
        assertThat(event.at("/context/library/name").asText()).isEqualTo(sdk.library());
        assertThat(event.at("/context/library/version").asText()).isNotBlank();
        for (String time : List.of("originalTimestamp", "timestamp", "sentAt", "receivedAt")) {
            assertThat(EventTime.parse(event.get(time)))
                    .as(time + " of " + event)
                    .isPresent();
        }
        assertThat(event.has("writeKey") || event.has("_metadata")).isFalse();
    }

    private static void assertOrderOfEachUser(List<JsonNode> events) {
        Map<String, List<String>> byUser = new HashMap<>();
        events.forEach(event -> byUser.computeIfAbsent(event.get("userId").asText(), _ -> new ArrayList<>())
                .add(SdkCalls.nameOf(event)));
        assertThat(byUser).hasSizeGreaterThan(1);
        byUser.forEach((user, names) -> assertThat(names).as("calls of " + user).isSorted());
    }

    private static Map<String, JsonNode> byName(List<ObjectNode> calls) {
        Map<String, JsonNode> byName = new HashMap<>();
        calls.forEach(call -> byName.put(SdkCalls.nameOf(call), call));
        return byName;
    }

    private static double removedDuplicates() throws IOException, InterruptedException {
        return hub.metric("catchment_delivery_duplicates_total");
    }

    private static Stream<SdkRun> runs() {
        return Stream.concat(UNDISTURBED.values().stream(), RESENDING.values().stream());
    }
}
