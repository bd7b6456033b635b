package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Requests that depend on earlier answers, with access tokens that have to be fetched. */
@Execution(ExecutionMode.CONCURRENT)
class SequenceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestHub hub;
    private FakeTool tool;

    @BeforeEach
    void start() throws Exception {
        tool = new FakeTool();
        hub = new TestHub(folder, 2);
        hub.put(new TypeDocument("people", "1", List.of("People"), new YAMLMapper().readTree("""
                version: "1"
                title: People
                description: For tests.
                modes: [cloud]
                config:
                  properties:
                    url: {type: string}
                    clientId: {type: string}
                    clientSecret: {type: string, secret: true}
                    refreshToken: {type: string, secret: true}
                auth:
                  oauth2:
                    grant: refreshToken
                    tokenUrl: ${config.url}/token
                    clientId: ${config.clientId}
                    clientSecret: ${secret.clientSecret}
                    refreshToken: ${secret.refreshToken}
                actions:
                  upsert:
                    fields:
                      email: {type: string, default: "${event.userId}@x.example"}
                    requests:
                      - name: search
                        method: GET
                        url: ${token.instance_url}/people
                        query: {email: "${fields.email}"}
                        answers: [{status: [404], then: done}]
                      - when: {cel: answers.search.status == 404}
                        url: ${token.instance_url}/people
                        body: {json: {email: "${fields.email}", event: "${event.messageId}"}}
                      - when: {cel: answers.search.status == 200}
                        method: PATCH
                        url: ${token.instance_url}/people/${answers.search.body.id}
                        body: {json: {event: "${event.messageId}"}}
                presets:
                  - {name: upsert, when: {cel: "true"}, action: upsert}
                """)));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        tool.close();
    }

    private DestinationDocument people() throws Exception {
        ObjectNode config =
                ContractJson.DOCUMENTS.createObjectNode().put("url", tool.url()).put("clientId", "id");
        String secrets = "{\"clientSecret\":\"s3cret\",\"refreshToken\":\"" + FakeTool.FIRST_REFRESH_TOKEN + "\"}";
        byte[] sealed =
                new Sealer(TestHub.KEY).seal(secrets.getBytes(StandardCharsets.UTF_8), DestinationDocument.key("crm"));
        return new DestinationDocument(
                "crm",
                "uid-crm",
                "people",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                config,
                Base64.getEncoder().encodeToString(sealed),
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(86_400, 5_000, 8, null, DestinationDocument.Ordering.NONE, 1, 1 << 19),
                null);
    }

    private List<String> write(String prefix, int events) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String id = prefix + i;
            hub.write(i % 2, "web", id + " user" + i % 10);
            ids.add(id);
        }
        return ids;
    }

    @Test
    void whoIsFoundIsUpdatedAndWhoIsNotIsCreatedOnceWithOneToken() throws Exception {
        // Given
        tool.writesToFail.set(3);
        hub.put(people()).publish();
        hub.plane("a");
        hub.plane("b");

        // When
        List<String> ids = write("m", 200);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tool.written()).containsExactlyInAnyOrderElementsOf(ids));
        assertThat(tool.people).hasSize(10);
        assertThat(tool.creations).hasValue(10);
        assertThat(tool.tokensIssued).hasValue(1);
        assertThat(tool.complaints).isEmpty();
    }

    @Test
    void aTokenThatIsRefusedIsRenewedByOneAloneAndTheNewRefreshTokenOutlivesTheProcess() throws Exception {
        // Given
        hub.put(people()).publish();
        DeliveryPlane first = hub.plane("a");
        List<String> ids = write("m", 40);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tool.written()).containsExactlyInAnyOrderElementsOf(ids));

        // When
        tool.forgetTokens();
        ids.addAll(write("n", 40));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tool.written()).containsExactlyInAnyOrderElementsOf(ids));
        first.close();
        tool.forgetTokens();
        hub.plane("b");
        ids.addAll(write("o", 40));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tool.written()).containsExactlyInAnyOrderElementsOf(ids));
        assertThat(tool.tokensIssued).hasValue(3);
        assertThat(tool.complaints).isEmpty();
        byte[] stored = hub.connection
                .keyValue(TestHub.NAMES.stateBucket())
                .get(Subjects.tokenKey("crm"))
                .getValue();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("a3", "r3", "access");
    }

    @Test
    void withoutATokenTheDestinationWaitsAndNobodyElse() throws Exception {
        // Given
        tool.tokenEndpointWorks = false;
        try (Receiver receiver = new Receiver()) {
            hub.put(people()).put(TestHub.webhook("well", receiver.url("well"))).publish();
            hub.plane("a");

            // When
            List<String> ids = write("m", 20);

            // Then
            await().atMost(PATIENCE).until(() -> receiver.ids("well").size() == 20);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(hub.stored("crm").lastError())
                            .contains("the token endpoint 127.0.0.1 answers HTTP 503")
                            .doesNotContain("s3cret"));
            assertThat(tool.written()).isEmpty();

            // When
            tool.tokenEndpointWorks = true;

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tool.written()).containsExactlyInAnyOrderElementsOf(ids));
            assertThat(hub.deadLetters("crm")).isEmpty();
        }
    }
}
