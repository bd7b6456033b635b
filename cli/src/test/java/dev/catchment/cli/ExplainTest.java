package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private List<JsonNode> explain(Object option, Object value) {
        Cli explain = Cli.run("explain", folder, "--destination", "crm", option, value);
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
