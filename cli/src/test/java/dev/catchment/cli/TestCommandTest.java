package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCommandTest {
    private static final String TWO_CASES = """
            cases:
              - name: an order is sent
                destination: {config: {url: "https://crm.example/hook"}}
                events: [{type: track, event: Order Completed, messageId: m-1, total: 10.50}]
                expect:
                  - requests:
                      - url: https://crm.example/hook
                        headers: {Content-Type: application/json}
                        body: {type: track, event: Order Completed, messageId: m-1, total: 10.5}
              - name: a page view is sent
                destination: {config: {url: "https://crm.example/hook"}}
                events: [{type: page, messageId: m-2}]
                expect:
                  - requests: [{match: partial, url: "https://crm.example/hook"}]
            """;

    /** Through Destination crm of {@link TestFolder}, whose filter drops heartbeats. */
    private static final String THROUGH_CRM = """
            cases:
              - name: heartbeats are dropped
                destination: crm
                events:
                  - {type: track, event: Heartbeat, messageId: m-1}
                  - {type: page, messageId: m-2}
                expect:
                  - {outcome: filtered, reason: FILTERED_BY_RULES, detail: no-heartbeats}
                  - requests:
                      - url: https://crm.example/hook
                        headers: {Content-Type: application/json, X-Signature: 5c5c156d430bc3588a96e728a3a547a9a6d22987}
                        body: {type: page, messageId: m-2}
            """;

    @TempDir
    private Path folder;

    @Test
    void casesOfABuiltInTypeAndThroughADestinationPass() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.WORKSPACE, TestFolder.SOURCE, TestFolder.DESTINATION, TestFolder.FILTER);
        Path type = cases("webhook.test.yaml", TWO_CASES);
        Path crm = cases("crm.test.yaml", THROUGH_CRM);

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test).isEqualTo(new Cli(0, """
                        %s
                          ✓ heartbeats are dropped
                        %s
                          ✓ an order is sent
                          ✓ a page view is sent

                        3 passed, 0 failed
                        """.formatted(crm, type), ""));
    }

    @Test
    void aFailedCaseShowsWhatDiffersAndWhereItStands() throws Exception {
        // Given
        Path file = cases("webhook.test.yaml", TWO_CASES.replace("total: 10.5}", "total: 11, more: x}"));

        // When
        Cli test = Cli.run("test", file);

        // Then
        assertThat(test).isEqualTo(new Cli(1, """
                        %s
                          ✗ an order is sent (%s:2:5)
                              expect[0].requests[0].body.total
                                expected  11
                                actual    10.5
                              expect[0].requests[0].body.more
                                expected  "x"
                                actual    (absent)
                          ✓ a page view is sent

                        1 passed, 1 failed
                        """.formatted(file, file), ""));
    }

    @Test
    void programsReadTheSame() throws Exception {
        // Given
        cases("webhook.test.yaml", TWO_CASES.replace("total: 10.5}", "total: 11}"));
        Path broken = cases("z.test.yaml", "cases: [{nane: a}]");

        // When
        Cli test = Cli.run("test", folder, "-o", "json");

        // Then
        JsonNode report = ContractJson.EVENTS.readTree(test.out());
        assertThat(test.status()).isEqualTo(1);
        assertThat(report.get("passed").asInt()).isEqualTo(1);
        assertThat(report.get("failed").asInt()).isEqualTo(1);
        assertThat(report.get("errors").asInt()).isEqualTo(1);
        assertThat(report.at("/cases/0/status").asText()).isEqualTo("failed");
        assertThat(report.at("/cases/0/line").asInt()).isEqualTo(2);
        assertThat(report.at("/cases/0/differences/0").toString())
                .isEqualTo("{\"path\":\"expect[0].requests[0].body.total\",\"expected\":\"11\",\"actual\":\"10.5\"}");
        assertThat(report.at("/findings/0/file").asText()).isEqualTo(broken.toString());
        assertThat(report.at("/findings/0/column").asInt()).isEqualTo(9);
    }

    @Test
    void onlyTheWantedCasesRun() throws Exception {
        // Given
        cases("webhook.test.yaml", TWO_CASES);
        cases("slow.test.yaml", TWO_CASES.replace("page view", "screen view").replace("an order", "one order"));

        // When
        Cli some = Cli.run("test", folder, "--filter", "PAGE");
        Cli none = Cli.run("test", folder, "--filter", "group call");

        // Then
        assertThat(some.status()).isZero();
        assertThat(some.out())
                .contains("a page view")
                .doesNotContain("order")
                .doesNotContain("slow")
                .contains("1 passed");
        assertThat(none).isEqualTo(new Cli(1, "", "error: no case has \"group call\" in its name\n"));
    }

    /** A file is checked before anything of it runs: a case that expects nothing would always pass. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outcom: filtered | :5:11: error: cases[0].expect[0].outcom: is not known here; known are outcome, reason",
                "outcome: dropped | :5:11: error: cases[0].expect[0].outcome: must be one of send, partly, filtered",
                "outcome: send    | :5:11: error: cases[0].expect[0].requests: is required",
                "outcome: [       | :6:1: error: is not YAML:",
                "outcome: *x      | :5:20: error: is not YAML:"
            })
    void whatIsWrongWithAFileIsSaidWithItsPlace(String line, String expected) throws Exception {
        // Given
        Path file = cases("webhook.test.yaml", """
                cases:
                  - name: a
                    events: [{type: page, messageId: m}]
                    expect:
                        - %s
                """.formatted(line));

        // When
        Cli test = Cli.run("test", file);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out()).contains("✗ " + file + expected).contains("could not be run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "cases: []\n", "- a\n", "a: b\n---\nc: d\n"})
    void aFileWithoutCasesIsAnError(String content) throws Exception {
        // Given
        Path file = cases("webhook.test.yaml", content);

        // When
        Cli test = Cli.run("test", file);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out()).contains("✗ " + file + ":").contains(": error: ").contains("could not be run");
    }

    @Test
    void bytesThatAreNoTextAreAnError() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("webhook.test.yaml"), new byte[] {(byte) 0xC3, 0x28});

        // When
        Cli test = Cli.run("test", file);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out()).contains(file + ":1:1: error: is not UTF-8 text");
    }

    @Test
    void whatACaseIsAboutMustBeThere() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION);
        cases("nosuch.test.yaml", TWO_CASES);
        cases("crm.test.yaml", THROUGH_CRM.replace("destination: crm", "destination: crn"));
        cases("hook.test.yaml", THROUGH_CRM.replace("destination: crm", "destination: crm\n    secrets: {apiKey: x}"));

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out())
                .contains("there is no DestinationType nosuch, neither in the folder nor built in")
                .contains("there is no Destination crn in " + folder + "; there are: crm")
                .contains("secrets.apiKey: type webhook has no such secret setting; it has sharedSecret")
                .contains("0 passed, 0 failed, 4 could not be run");
    }

    @Test
    void aTypeOfTheFolderIsTestedAndWhatIsWrongWithItIsSaidWithItsPlace() throws Exception {
        // Given
        String cases = """
                cases:
                  - name: pages are sent
                    events: [{type: page, messageId: m}]
                    expect: [{requests: [{match: partial, url: "https://pixel.example/"}]}]
                """;
        TestFolder.write(folder, TestFolder.PIXEL);
        Path file = cases("pixel.test.yaml", cases);

        // When
        Cli good = Cli.run("test", file);
        TestFolder.write(folder, TestFolder.PIXEL.replace("${event}", "${evnt}"));
        Cli bad = Cli.run("test", file);

        // Then
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out())
                .contains("0.yaml:10:92: error: DestinationType pixel: ")
                .contains("1 could not be run");
    }

    @Test
    void aDestinationThatWouldNotBeAcceptedIsSaidWithItsPlace() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION.replace("url:", "urll:"));
        cases("crm.test.yaml", THROUGH_CRM);

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test.status()).isEqualTo(1);
        assertThat(test.out())
                .contains("Destination crm would not be accepted:")
                .contains("0.yaml:8:12: error: Destination crm: spec.config.urll");
    }

    /** Secrets are seldom in git: a case brings its own, and sees them, because it made them up. */
    @Test
    void aCaseBringsTheSecretsThatTheFolderLacks() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION.substring(0, TestFolder.DESTINATION.indexOf("---")));
        cases("crm.test.yaml", """
                cases:
                  - name: signed
                    destination: crm
                    secrets: {sharedSecret: shh}
                    events: [{type: track, event: Order Completed, userId: u-1, messageId: m-1, properties: {total: 10.5, currency: EUR}, receivedAt: "2026-01-02T03:04:05.678Z"}]
                    expect:
                      - requests:
                          - {match: partial, headers: {X-Signature: 0b48dd696ddf211567445e5bffb86edcc412f385}}
                  - name: without its Secret it cannot be asked
                    destination: crm
                    events: [{type: page, messageId: m}]
                    expect: [{outcome: held}]
                """);

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test.out())
                .contains("✓ signed")
                .contains("0.yaml:9:15: warning: Destination crm: spec.secretRef.name: there is no Secret crm")
                .contains("1 passed, 0 failed, 1 could not be run");
    }

    @Test
    void aCaseBatchesAsItsDestinationDoesUnlessItSaysOtherwise() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TestFolder.PIXEL
                        .replace("body: {json: \"${event}\"}", "body: {json: \"${event}\"}, batch: {mode: array}")
                        .replace("  docs:", "  limits: {batchSize: 2}\n  docs:"));
        String events = """
                    events: [{type: page, messageId: m-1}, {type: page, messageId: m-2}]
                """;
        cases("crm.test.yaml", """
                cases:
                  - name: two in one request
                    destination: crm
                %s    expect: [{messageIds: [m-1, m-2], requests: [{match: partial, body: [{}, {}]}]}]
                  - name: one by one
                    destination: crm
                    batch: 1
                %s    expect: [{messageIds: [m-1], requests: [{match: partial}]}, {requests: [{match: partial}]}]
                """.formatted(events, events));

        // When
        Cli test = Cli.run("test", folder);

        // Then
        assertThat(test.status()).as(test.out()).isZero();
    }

    @Test
    void pathsThatMeanNoCasesAreRefused() throws Exception {
        // Given
        Path resource = TestFolder.write(folder, TestFolder.DESTINATION).resolve("0.yaml");

        // When // Then
        assertThat(Cli.run("test").status()).isEqualTo(2);
        assertThat(Cli.run("test", folder, "-o", "xml").status()).isEqualTo(2);
        assertThat(Cli.run("test", folder).err())
                .startsWith("error: there are no cases in " + folder + ": neither a *.test.yaml in it or in "
                        + folder.resolve("tests") + " nor spec.tests in its resources;");
        assertThat(Cli.run("test", resource).err())
                .isEqualTo("error: " + resource + " holds no cases: their files are named *.test.yaml\n");
        assertThat(Cli.run("test", folder.resolve("gone")).err()).contains("gone is not there");
    }

    private Path cases(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
