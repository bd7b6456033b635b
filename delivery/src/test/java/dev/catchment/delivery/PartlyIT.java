package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import dev.catchment.contract.plan.DestinationDocument.Ordering;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.delivery.mark.Counts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Requests that are taken in part: batches, and events that need several requests. Only what failed is sent again. */
@Execution(ExecutionMode.CONCURRENT)
class PartlyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
        hub.retryDelays = tier -> Duration.ofSeconds(1);
        hub.put(new TypeDocument("bulk", "1", List.of("Bulk"), new YAMLMapper().readTree("""
                version: "1"
                title: Bulk
                description: For tests.
                modes: [cloud]
                config:
                  properties:
                    url: {type: string}
                    other: {type: string}
                actions:
                  send:
                    fields:
                      id: {type: string, default: "${event.messageId}"}
                    requests:
                      - url: ${config.url}
                        body: {json: {id: "${fields.id}"}}
                        batch:
                          mode: array
                          rejected: ${body.errors}
                  other:
                    fields:
                      id: {type: string, default: "${event.messageId}"}
                    requests:
                      - url: ${config.other}
                        body: {json: {id: "${fields.id}"}}
                presets:
                  - {name: send, when: {cel: "true"}, action: send}
                """)));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void ofABatchThatIsTakenInPartOnlyWhatFailedIsSentAgain() throws Exception {
        // Given
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        receiver.reply("bulk", body -> {
            ArrayNode errors = ContractJson.EVENTS.createArrayNode();
            for (int i = 0; i < body.size(); i++) {
                String id = body.get(i).path("id").asText();
                int times = seen.merge(id, 1, Integer::sum);
                if (id.equals("m7")) {
                    errors.addObject().put("index", i).put("reason", "bad colour");
                } else if (id.equals("m8") && times < 3) {
                    errors.addObject().put("index", i).put("retry", true).put("reason", "busy");
                }
            }
            return ContractJson.EVENTS
                    .createObjectNode()
                    .<ObjectNode>set("errors", errors)
                    .toString();
        });
        hub.put(bulk(50, null)).publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 300));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.counts("bulk"))
                .extracting(Counts::delivered, Counts::deadLettered, Counts::retrying)
                .containsExactly(299L, 1L, 0L));
        Map<String, Integer> repeated = new TreeMap<>(seen);
        repeated.values().removeIf(times -> times == 1);
        assertThat(repeated).containsExactly(Map.entry("m8", 3));
        assertThat(hub.deadLetters("bulk")).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("MESSAGE_REJECTED");
            assertThat(letter.detail()).contains("bad colour");
            assertThat(letter.event().path("messageId").asText()).isEqualTo("m7");
        });
    }

    @Test
    void anAnswerThatCannotBeUnderstoodIsNoSuccess() throws Exception {
        // Given
        receiver.reply("bulk", body -> "<html>welcome</html>");
        hub.put(bulk(50, null)).publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 20));
        await().atMost(PATIENCE).until(() -> hub.stored("bulk").lastError() != null);

        // Then
        assertThat(hub.stored("bulk").lastError()).contains("cannot be understood");
        assertThat(hub.counts("bulk").delivered()).isZero();
        receiver.reply("bulk", body -> "{\"errors\": []}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hub.counts("bulk").delivered()).isEqualTo(20));
    }

    @Test
    void anEventOfTwoRequestsRepeatsOnlyTheOneThatFailed() throws Exception {
        // Given
        Set<String> failing = ConcurrentHashMap.newKeySet();
        failing.add("m1");
        failing.add("m2");
        receiver.reply("bulk", body -> "{\"errors\": []}");
        receiver.answer("other", body -> {
            String id = body.path("id").asText();
            return !failing.contains(id) ? 200 : id.equals("m1") ? 500 : 400;
        });
        hub.put(bulk(1, receiver.url("other"))).publish();
        hub.plane("a");

        // When
        hub.write("web", TestHub.events("m", 0, 10));
        for (int i = 10; hub.counts("bulk").retrying() == 0; i++) {
            hub.write("web", "m" + i + " user5");
            int last = i;
            await().atMost(PATIENCE).until(() -> ids("other").contains("m" + last));
        }
        failing.clear();

        // Then
        await().atMost(PATIENCE).until(() -> hub.counts("bulk").retrying() == 0);
        assertThat(hub.counts("bulk").deadLettered()).isEqualTo(1);
        assertThat(ids("bulk")).doesNotHaveDuplicates().contains("m1", "m2");
        assertThat(ids("other")).doesNotHaveDuplicates().contains("m1").doesNotContain("m2");
        assertThat(hub.deadLetters("bulk")).singleElement().satisfies(letter -> {
            assertThat(letter.mappings()).containsExactly("other");
            assertThat(letter.event().path("messageId").asText()).isEqualTo("m2");
        });
    }

    private List<String> ids(String path) {
        return receiver.bodies(path).stream()
                .flatMap(body -> body.isArray() ? stream(body) : Stream.of(body))
                .map(one -> one.path("id").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private DestinationDocument bulk(int batch, String other) {
        ObjectNode config = ContractJson.DOCUMENTS.createObjectNode().put("url", receiver.url("bulk"));
        if (other != null) {
            config.put("other", other);
        }
        return new DestinationDocument(
                "bulk",
                "uid-bulk",
                "bulk",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                config,
                null,
                List.of(),
                other == null ? List.of() : List.of(new DestinationDocument.Mapping("other", "other", null, Map.of())),
                new Delivery(86_400, 5_000, 8, null, Ordering.NONE, batch, 1 << 19),
                null);
    }
}
