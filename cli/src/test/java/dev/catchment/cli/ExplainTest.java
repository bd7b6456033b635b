package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    @TempDir
    private Path folder;

    @Test
    void theDestinationAloneSuffices() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION);
        Path events = Files.writeString(folder.resolve("events.ndjson"), """
                {"type":"track","event":"Order Completed","userId":"u-1","messageId":"m-1","properties":{"total":1234567890.123456789012345}}
                """);

        // When
        JsonNode line = explain("--events", events).getFirst();

        // Then
        JsonNode request = line.at("/requests/0");
        assertThat(line.get("outcome").asText()).isEqualTo("send");
        assertThat(line.get("messageIds").toString()).isEqualTo("[\"m-1\"]");
        assertThat(request.get("method").asText()).isEqualTo("POST");
        assertThat(request.get("url").asText()).isEqualTo("https://crm.example/hook");
        assertThat(request.at("/body/properties/total").toString()).isEqualTo("1234567890.123456789012345");
        assertThat(request.get("headers").has("X-Signature")).isTrue();
    }

    @Test
    void aFilteredEventSaysByWhatAndAnArrayIsReadToo() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.WORKSPACE, TestFolder.SOURCE, TestFolder.DESTINATION, TestFolder.FILTER);
        Path events = Files.writeString(folder.resolve("events.json"), """
                [{"type":"track","event":"Heartbeat","userId":"u-1","messageId":"m-1"},
                 {"type":"page","userId":"u-1","messageId":"m-2","integrations":{"Webhook":false}}]
                """);

        // When
        List<JsonNode> lines = explain("--events", events);

        // Then
        assertThat(lines)
                .extracting(line ->
                        line.get("outcome").asText() + " " + line.get("reason").asText())
                .containsExactly("filtered FILTERED_BY_RULES", "filtered FILTERED_BY_INTEGRATIONS_OBJECT");
    }

    @Test
    void whatTheBrowserHasSentIsNotSentAgain() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.WORKSPACE, TestFolder.SOURCE, TestFolder.PIXEL);
        Path events = Files.writeString(folder.resolve("events.json"), """
                [{"type":"page","userId":"u-1","messageId":"m-1","_metadata":{"bundled":["Pixel","Segment.io"],"unbundled":[]}},
                 {"type":"page","userId":"u-1","messageId":"m-2","_metadata":{"bundled":["Segment.io"],"unbundled":["Pixel"]}}]
                """);

        // When
        List<JsonNode> lines = explain("--events", events);

        // Then
        assertThat(lines.getFirst().get("outcome").asText()).isEqualTo("filtered");
        assertThat(lines.getFirst().get("reason").asText()).isEqualTo("MESSAGE_SENT_CLIENT_SIDE");
        assertThat(lines.getLast().get("outcome").asText()).isEqualTo("send");
        assertThat(lines.getLast().at("/requests/0/body/messageId").asText()).isEqualTo("m-2");
        assertThat(lines.getLast().at("/requests/0/body").has("_metadata")).isFalse();
    }

    @Test
    void anAnswerThatIsNoSuccessRefuses() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION);
        Path answers = Files.writeString(folder.resolve("answers.json"), """
                [{"method":"POST","url":"crm[.]example","body":"sample-track","times":1,"status":422}]
                """);

        // When
        List<JsonNode> lines = explain("--answers", answers);

        // Then
        assertThat(lines).hasSize(6);
        assertThat(lines)
                .filteredOn(line -> line.get("outcome").asText().equals("refused"))
                .singleElement()
                .satisfies(line -> assertThat(line.toString()).contains("sample-track", "422"));
    }

    /** Looks a contact up, then updates it. */
    private static final String LOOK_UP = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: tool}
            spec:
              version: "1"
              limits: {batchSize: 10}
              actions:
                send:
                  requests:
                    - {name: search, method: GET, url: "https://tool.example/${event.userId}", answers: [{status: [404], then: done}]}
                    - when: {cel: answers.search.status == 200}
                      url: https://tool.example/contacts/${answers.search.body.id}
                      headers: {X-Trace: "${answers.search.headers.trace}"}
                      body: {text: "${answers.search.text}"}
                pages:
                  requests: [{url: "https://tool.example/pages", body: {json: {id: "${event.messageId}"}}, batch: {mode: array}}]
              presets:
                - {name: contacts, when: {cel: event.type == 'identify'}, action: send}
                - {name: pages, when: {cel: event.type == 'page'}, action: pages}
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec: {workspaceRef: {name: acme}, type: tool, sourceRefs: [{name: in-the-cluster}]}
            """;

    @Test
    void aLookUpIsAnsweredAndItsAnswerUsed() throws Exception {
        // Given
        TestFolder.write(folder, LOOK_UP);
        Path events = Files.writeString(folder.resolve("events.ndjson"), """
                {"type":"identify","userId":"u-1","messageId":"m-1"}
                {"type":"identify","userId":"u-2","messageId":"m-2"}
                {"type":"identify","userId":"u-3","messageId":"m-3"}
                {"type":"identify","userId":"u-4","messageId":"m-4"}
                """);
        Path answers = Files.writeString(folder.resolve("answers.json"), """
                [{"url":"/u-1$","headers":{"Trace":"t-1"},"json":{"id":17}},
                 {"url":"/u-2$","status":404,"text":"no such contact"},
                 {"url":"/u-3$","status":503},
                 {"method":"get","times":1,"json":{"id":18}},
                 {"method":"POST","body":"18","status":422}]
                """);

        // When
        List<JsonNode> lines = explain("--events", events, "--answers", answers);

        // Then
        assertThat(lines)
                .extracting(line -> line.get("outcome").asText() + " "
                        + line.get("requests").size())
                .containsExactly("send 2", "send 1", "retry 1", "refused 2");
        assertThat(lines.getFirst().at("/requests/1/url").asText()).isEqualTo("https://tool.example/contacts/17");
        assertThat(lines.getFirst().at("/requests/1/headers/X-Trace").asText()).isEqualTo("t-1");
        assertThat(lines.getFirst().at("/requests/1/body").asText()).isEqualTo("{\"id\":17}");
        assertThat(lines.get(2).get("detail").asText()).contains("503");
        assertThat(lines.getLast().get("detail").asText()).contains("422");
    }

    @Test
    void batchesAreAsTheDestinationMakesThem() throws Exception {
        // Given
        TestFolder.write(folder, LOOK_UP);
        Path events = Files.writeString(folder.resolve("events.ndjson"), """
                {"type":"page","userId":"u-1","messageId":"m-1"}
                {"type":"track","event":"a","userId":"u-1","messageId":"m-2"}
                {"type":"page","userId":"u-1","messageId":"m-3"}
                """);

        // When
        List<JsonNode> single = explain("--events", events);
        List<JsonNode> batched = explain("--events", events, "--batch");

        // Then
        assertThat(single)
                .extracting(line -> line.get("messageIds").toString())
                .containsExactly("[\"m-1\"]", "[\"m-2\"]", "[\"m-3\"]");
        assertThat(batched)
                .extracting(line -> line.get("messageIds").toString())
                .containsExactly("[\"m-2\"]", "[\"m-1\",\"m-3\"]");
        assertThat(batched.getLast().at("/requests/0/body").toString())
                .isEqualTo("[{\"id\":\"m-1\"},{\"id\":\"m-3\"}]");
    }

    @Test
    void severalDestinationsNameThemselves() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TestFolder.DESTINATION,
                TestFolder.DESTINATION
                        .substring(0, TestFolder.DESTINATION.indexOf("---"))
                        .replace("metadata: {name: crm}", "metadata: {name: two}"),
                TestFolder.DESTINATION
                        .substring(0, TestFolder.DESTINATION.indexOf("---"))
                        .replace("metadata: {name: crm}", "metadata: {name: bad}")
                        .replace("url:", "urll:"));
        Path events = Files.writeString(folder.resolve("events.ndjson"), "{\"type\":\"page\",\"userId\":\"u-1\"}");

        // When
        Cli all = Cli.run("explain", folder, "--events", events);
        Cli both = Cli.run("explain", folder, "--events", events, "--destination", "two", "--destination", "crm");

        // Then
        assertThat(all.status()).isEqualTo(1);
        assertThat(all.out().lines().map(ExplainTest::parsed))
                .extracting(line -> line.get("destination").asText() + " "
                        + line.get("outcome").asText())
                .containsExactly("crm send", "two send");
        assertThat(all.err())
                .contains("error: Destination bad would not be accepted:")
                .contains("2.yaml:8:12: error: Destination bad: spec.config.urll")
                .contains("did you mean 'url'?");
        assertThat(both.status()).isZero();
        assertThat(both.out().lines().map(ExplainTest::parsed))
                .extracting(line -> line.get("destination").asText())
                .containsExactly("two", "crm");
    }

    @Test
    void whatCannotBeReadIsNotLeftOutSilently() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TestFolder.DESTINATION,
                TestFolder.PIXEL.replace("type: pixel", "typ: pixel").replace("name: crm", "name: other"));

        // When
        Cli explain = Cli.run("explain", folder);

        // Then
        assertThat(explain.status()).isEqualTo(1);
        assertThat(explain.out().lines()).hasSize(6);
        assertThat(explain.err()).contains("1.yaml:19:3: error: spec.typ: is not a field here");
    }

    @Test
    void answersThatCannotBeUsedAreNamed() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION);
        for (String[] wrong : new String[][] {
            {"{", "is no JSON"},
            {"{}", "must be a list"},
            {"[{\"stauts\":1}]", "[0].stauts: is not known here"},
            {"[{},{\"url\":\"(\"}]", "[1].url: is no regular expression"},
            {"[{\"status\":\"ok\"}]", "[0].status: must be a whole number from 100 to 599"},
            {"[{\"times\":0}]", "[0].times: must be a whole number from 1"},
            {"[{\"json\":{},\"text\":\"x\"}]", "[0].text: cannot stand beside json"}
        }) {
            Path answers = Files.writeString(folder.resolve("answers.json"), wrong[0]);

            // When
            Cli explain = Cli.run("explain", folder, "--destination", "crm", "--answers", answers);

            // Then
            assertThat(explain.status()).isEqualTo(1);
            assertThat(explain.err()).contains("answers.json").contains(wrong[1]);
        }
    }

    @Test
    void aSecretThatIsNotThereIsNamed() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION.substring(0, TestFolder.DESTINATION.indexOf("---")));

        // When
        Cli explain = Cli.run("explain", folder, "--destination", "crm");

        // Then
        assertThat(explain.status()).isEqualTo(1);
        assertThat(explain.err())
                .contains("0.yaml:9:15: warning: Destination crm: spec.secretRef.name: there is no Secret crm");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION);
        Path events = Files.writeString(folder.resolve("events.ndjson"), "{\"type\":\"dance\"}");

        // When
        Cli unknown = Cli.run("explain", folder, "--destination", "crn");
        Cli wrong = Cli.run("explain", folder, "--destination", "crm", "--events", events);

        // Then
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no Destination crn").contains("there are: crm");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("events.ndjson: event 1: the event's type");
    }

    private List<JsonNode> explain(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("explain", folder, "--destination", "crm"));
        arguments.addAll(List.of(options));
        Cli explain = Cli.run(arguments.toArray());
        assertThat(explain.status()).as(explain.err()).isZero();
        return explain.out().lines().map(ExplainTest::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return ContractJson.EVENTS.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
