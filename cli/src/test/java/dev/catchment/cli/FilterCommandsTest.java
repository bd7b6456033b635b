package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lint and explain show of filters in FQL. */
class FilterCommandsTest {
    private static final String CEL = "cel: \"event.type == 'track' && event.event == 'Heartbeat'\"";

    @TempDir
    private Path folder;

    @Test
    void lintSaysWhereAConditionIsWrongAndWhatIsKnownThere() throws Exception {
        // When
        Cli lint = Cli.run("lint", write("fql: \"type = 'track' and startsWith(event, 'Heart')\""));

        // Then
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.out())
                .contains(folder + "/3.yaml:8:35: error: Filter no-heartbeats: spec.when.fql: there is no function"
                        + " 'startsWith'; known here: bool, contains, kebabcase");
    }

    @Test
    void lintSaysWhichPathIsNone() throws Exception {
        // Given
        write("fql: \"type = 'track'\"");
        Path filter = folder.resolve("3.yaml");
        Files.writeString(
                filter, Files.readString(filter).replace("drop: {}", "dropFields: {paths: [context.ip, properties.]}"));

        // When
        Cli lint = Cli.run("lint", folder);

        // Then
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.out())
                .contains(
                        "3.yaml:9:47: error: Filter no-heartbeats: spec.dropFields.paths[1]: field path 'properties.'");
    }

    @Test
    void explainShowsWhatIsDroppedAndWhatHasNoAnswer() throws Exception {
        // Given
        write("fql: \"'Heartbeat' in properties.names\"");
        Path events = Files.writeString(folder.resolve("events.ndjson"), """
                {"type":"track","event":"a","userId":"u","messageId":"m-1","properties":{"names":["Heartbeat"]}}
                {"type":"track","event":"b","userId":"u","messageId":"m-2","properties":{"names":"Heartbeat"}}
                {"type":"track","event":"c","userId":"u","messageId":"m-3"}
                """);

        // When
        Cli explain = Cli.run("explain", folder, "--destination", "crm", "--events", events);

        // Then
        List<String> outcomes = new ArrayList<>();
        for (String line : explain.out().lines().toList()) {
            JsonNode json = ContractJson.EVENTS.readTree(line);
            outcomes.add(json.path("outcome").asText() + " "
                    + json.path("reason").asText() + " " + json.path("detail").asText());
        }
        assertThat(outcomes)
                .containsExactly(
                        "filtered FILTERED_BY_RULES dropped by filter no-heartbeats",
                        "refused FILTER_ERROR filter no-heartbeats: 1:13: in needs a list on its right side, and this"
                                + " event has a string there",
                        "send  ");
    }

    private Path write(String condition) throws Exception {
        return TestFolder.write(
                folder,
                TestFolder.WORKSPACE,
                TestFolder.SOURCE,
                TestFolder.DESTINATION,
                TestFolder.FILTER.replace(CEL, condition));
    }
}
