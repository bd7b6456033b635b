package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.delivery.mark.Counts;
import io.nats.client.api.MessageInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sick, suspended, disabled and slow destinations beside healthy ones. */
class LaneIT {
    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;
    private Receiver other;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        other = new Receiver();
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
        other.close();
    }

    @Test
    void aDeadDestinationDelaysNobodyAndCatchesUpInOrder() throws Exception {
        // Given
        other.down();
        hub.put(TestHub.webhook("well", receiver.url("well")))
                .put(TestHub.webhook("dead", other.url("dead")))
                .publish();
        hub.plane("a");

        // When
        for (int i = 0; i < 1000; i += 50) {
            hub.write("web", TestHub.events("m", i, i + 50));
        }
        await().untilAsserted(() -> assertThat(receiver.ids("well")).hasSize(1000));

        // Then
        await().untilAsserted(() -> assertThat(hub.stored("dead").lane()).contains("no connection"));
        assertThat(hub.counts("dead").delivered()).isZero();
        other.up();
        hub.write("web", TestHub.events("m", 1000, 1100));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.counts("dead").delivered()).isEqualTo(1100));
        assertThat(other.ids("dead")).hasSize(1100).doesNotHaveDuplicates();
        assertInUsersOrder(other.ids("dead"));
        await().untilAsserted(() -> assertThat(hub.stored("dead").lane()).isEqualTo("live"));
    }

    @Test
    void anOutageInTheMiddleRepeatsNothingThatWasAnswered() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 200));
        await().untilAsserted(() -> assertThat(receiver.ids("crm")).hasSize(200));

        // When
        receiver.answer("crm", body -> 503);
        hub.write("web", TestHub.events("m", 200, 400));
        await().untilAsserted(() -> assertThat(hub.stored("crm").lane()).contains("HTTP 503"));
        receiver.answer("crm", body -> 200);
        hub.write("web", TestHub.events("m", 400, 600));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(600));
        assertThat(receiver.ids("crm")).hasSize(600).doesNotHaveDuplicates();
        assertInUsersOrder(receiver.ids("crm"));
        assertThat(hub.counts("crm").failedAttempts()).isPositive();
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        // Given
        receiver.retryAfter("crm", "3");
        receiver.answer("crm", body -> 429);
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");

        // When
        hub.write("web", "m1 u1");
        await().until(() -> receiver.refused("crm") == 1);
        long since = System.nanoTime();
        receiver.answer("crm", body -> 200);

        // Then
        await().until(() -> receiver.ids("crm").size() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(2500));
        assertThat(receiver.refused("crm")).isEqualTo(1);
    }

    @Test
    void aSuspendedDestinationWaitsAndADisabledOneOnlyCounts() throws Exception {
        // Given
        hub.put(TestHub.suspended(TestHub.webhook("waits", receiver.url("waits")), true))
                .put(TestHub.enabled(TestHub.webhook("off", receiver.url("off")), false))
                .publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 100));

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("off").disabled()).isEqualTo(100));
        assertThat(hub.stored("waits").lane()).contains("suspended");
        long changed = System.nanoTime();
        hub.put(TestHub.suspended(TestHub.webhook("waits", receiver.url("waits")), false))
                .put(TestHub.enabled(TestHub.webhook("off", receiver.url("off")), true))
                .publish();
        await().untilAsserted(() -> assertThat(receiver.ids("waits")).hasSize(100));
        assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofSeconds(2));
        hub.write("web", "later u1");
        await().untilAsserted(() -> assertThat(receiver.ids("off")).containsExactly("later"));
        assertInUsersOrder(receiver.ids("waits").subList(0, 100));
    }

    @Test
    void permanentErrorsAreDeadLettersWithTheRequestAndTheAnswer() throws Exception {
        // Given
        receiver.answer("crm", body -> body.path("messageId").asText().equals("m3") ? 400 : 200);
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 10));

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(9));
        assertThat(hub.counts("crm").deadLettered()).isEqualTo(1);
        ObjectNode letter = deadLetter("crm");
        assertThat(letter.path("reason").asText()).isEqualTo("BAD_REQUEST");
        assertThat(letter.path("status").asInt()).isEqualTo(400);
        assertThat(letter.path("answer").asText()).contains("400");
        assertThat(letter.path("position").asText()).isEqualTo("1:3");
        assertThat(letter.path("event").path("messageId").asText()).isEqualTo("m3");
        assertThat(letter.path("request").path("url").asText()).isEqualTo(receiver.url("crm"));
        assertThat(receiver.refused("crm")).isEqualTo(1);
    }

    @Test
    void aSlowDestinationDoesNotHoldTheOthersUp() throws Exception {
        // Given
        receiver.answer("slow", body -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 200;
        });
        hub.put(TestHub.webhook("slow", receiver.url("slow")))
                .put(TestHub.webhook("well", receiver.url("well")))
                .publish();
        hub.plane("a");
        String filler = "x".repeat(2000);
        UnaryOperator<ObjectNode> large = event -> event.put("filler", filler);

        // When
        Instant began = Instant.now();
        for (int i = 0; i < 12_000; i += 400) {
            hub.write("web", large, TestHub.events("m", i, i + 400));
        }

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(receiver.ids("well")).hasSizeGreaterThanOrEqualTo(12_000));
        System.out.println("healthy destination beside a slow one: 12000 events of 2 KB in "
                + Duration.between(began, Instant.now()).toMillis() + " ms");
        assertThat(receiver.ids("well")).doesNotHaveDuplicates();
        assertThat(receiver.ids("slow")).doesNotHaveDuplicates();
        assertThat(hub.stored("slow").lane()).isNotEqualTo("live");
    }

    @Test
    void aBatchIsOneArrayAndABadEventInItIsFoundOut() throws Exception {
        // Given
        receiver.answer("batch", body -> {
            for (int i = 0; i < body.size(); i++) {
                if (body.get(i).path("messageId").asText().equals("m7")) {
                    return 400;
                }
            }
            return 200;
        });
        hub.put(batched(TestHub.webhook("batch", receiver.url("batch")), 50)).publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 300));

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("batch"))
                .extracting(Counts::delivered, Counts::deadLettered)
                .containsExactly(299L, 1L));
        assertThat(receiver.ids("batch")).hasSize(299).doesNotHaveDuplicates().doesNotContain("m7");
        assertInUsersOrder(receiver.ids("batch"));
        assertThat(receiver.bodies("batch"))
                .allSatisfy(body -> assertThat(body.isArray()).isTrue());
        assertThat(receiver.bodies("batch").size()).isLessThan(100);
    }

    private ObjectNode deadLetter(String destination) throws Exception {
        MessageInfo message = hub.connection
                .jetStreamManagement()
                .getLastMessage(TestHub.NAMES.deadLetterStream(), TestHub.NAMES.deadLetterSubject(destination));
        return (ObjectNode) ContractJson.EVENTS.readTree(message.getData());
    }

    static void assertInUsersOrder(List<String> ids) {
        Map<Integer, List<Integer>> byUser = new HashMap<>();
        ids.forEach(id -> {
            int number = Integer.parseInt(id.substring(1));
            byUser.computeIfAbsent(number % 10, u -> new ArrayList<>()).add(number);
        });
        assertThat(byUser.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    private static DestinationDocument batched(DestinationDocument d, int events) {
        return TestHub.with(d, new Delivery(86_400, 5_000, 4, null, Ordering.NONE, events, 1 << 19));
    }
}
