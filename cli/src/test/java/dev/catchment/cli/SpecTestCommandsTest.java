package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands make of cases that stand in the resources themselves. */
class SpecTestCommandsTest {
    private static final String WITHOUT_SECRET = TestFolder.DESTINATION.split("---\n", -1)[0];
    private static final String TESTED = WITHOUT_SECRET + """
              tests:
                - name: a page view is sent
                  events: [{type: page, messageId: m-1}]
                  expect:
                    - requests:
                        - url: https://crm.example/hook
                          headers: {Content-Type: application/json, X-Signature: "***"}
                          body: {type: page, messageId: m-1}
                - name: heartbeats are dropped
                  events: [{type: track, event: Heartbeat, messageId: m-2}]
                  expect: [{outcome: filtered, reason: FILTERED_BY_RULES}]
            """;
    private static final String TESTED_FILTER = TestFolder.FILTER + """
              tests:
                - name: only heartbeats
                  events: [{type: track, event: Heartbeat, messageId: m-1}, {type: page, messageId: m-2}]
                  expect: [{outcome: filtered}, {}]
            """;

    @TempDir
    private Path folder;

    @Test
    void testRunsThemWithoutTheSecretToo() throws Exception {
        // Given
        TestFolder.write(folder, TESTED, TESTED_FILTER);

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test).isEqualTo(new Cli(0, """
                        %1$s/0.yaml
                          ✓ Destination crm: a page view is sent
                          ✓ Destination crm: heartbeats are dropped
                        %1$s/1.yaml
                          ✓ Filter no-heartbeats: only heartbeats

                        3 passed, 0 failed
                        """.formatted(folder), ""));
    }

    @Test
    void aFailingOneIsShownByTestAndLint() throws Exception {
        // Given
        write(TESTED.replace("body: {type: page", "body: {type: pag"), TESTED_FILTER);

        // When
        Cli test = Cli.run("test", folder);
        Cli json = Cli.run("test", folder, "-o", "json");
        Cli junit = Cli.run("test", folder, "-o", "junit");
        Cli lint = Cli.run("lint", folder);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out())
                .contains("  ✗ Destination crm: a page view is sent (" + folder + "/0.yaml:11:7)")
                .contains("expect[0].requests[0].body.type")
                .contains("2 passed, 1 failed");
        JsonNode report = ContractJson.EVENTS.readTree(json.out());
        assertThat(report.at("/cases/0/line").asInt()).isEqualTo(11);
        assertThat(report.at("/cases/0/differences/0/actual").asText()).isEqualTo("\"page\"");
        assertThat(junit.out()).contains("<failure message=\"expect[0].requests[0].body.type");
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.out())
                .contains(folder + "/0.yaml:17:22: error: Destination crm:"
                        + " spec.tests[0].expect[0].requests[0].body.type: case \"a page view is sent\": expected"
                        + " \"pag\", got \"page\" (TestsFailed)")
                .contains("spec.secretRef.name: there is no Secret crm", "1 errors, 1 warnings");
    }

    @Test
    void explainShowsWhatADestinationWithAFailingCaseSends() throws Exception {
        // Given
        write(
                TESTED.replace("body: {type: page", "body: {type: pag"),
                TESTED_FILTER,
                TestFolder.DESTINATION.split("---\n", -1)[1]);

        // When
        Cli explain = Cli.run("explain", folder, "--destination", "crm");

        // Then
        assertThat(explain.status()).isZero();
        assertThat(explain.out().lines()).anyMatch(line -> line.contains("\"outcome\":\"send\""));
        assertThat(explain.err()).contains("TestsFailed");
    }

    @Test
    void onlyTheWantedOnesRun() throws Exception {
        // Given
        TestFolder.write(folder, TESTED, TESTED_FILTER);

        // When
        Cli test = Cli.run("test", folder, "--filter", "heartbeats");

        // Then
        assertThat(test.out()).contains("2 passed, 0 failed").doesNotContain("page view");
    }

    @Test
    void whatCannotBeRunIsNoPass() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TESTED.replace("config: {url:", "config: {urll: 1, url:"),
                TESTED_FILTER.replace("outcome: filtered", "outcome: filtred"));

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out())
                .contains("cannot be run until this is mended", "spec.config.urll")
                .contains("spec.tests[0].expect[0].outcome")
                .contains("0 passed, 0 failed, 3 could not be run");
    }

    @Test
    void casesInAFolderOfTheirOwnAreAboutTheFolderAbove() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION, TestFolder.FILTER);
        Path file = Files.createDirectory(folder.resolve("tests")).resolve("crm.test.yaml");
        Files.writeString(file, """
                cases:
                  - name: heartbeats are dropped
                    destination: crm
                    events: [{type: track, event: Heartbeat, messageId: m-1}]
                    expect: [{outcome: filtered, reason: FILTERED_BY_RULES}]
                """);

        // When
        Cli all = Cli.run("test", folder);
        Cli one = Cli.run("test", file);

        // Then
        assertThat(all.out()).startsWith(file + "\n").contains("1 passed, 0 failed");
        assertThat(one.out()).contains("1 passed, 0 failed");

        // When resources lie beside the cases
        TestFolder.write(folder.resolve("tests"), TestFolder.DESTINATION);

        // Then those are meant, without the filter
        assertThat(Cli.run("test", file).out()).contains("expected  filtered");
    }

    private void write(String... resources) throws IOException {
        TestFolder.write(folder, resources);
    }
}
