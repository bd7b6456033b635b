package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderWithoutMistakesIsFine() throws Exception {
        // When
        Cli lint = Cli.run(
                "lint",
                TestFolder.write(
                        folder, TestFolder.WORKSPACE, TestFolder.SOURCE, TestFolder.DESTINATION, TestFolder.FILTER));

        // Then
        assertThat(lint).isEqualTo(new Cli(0, "nothing wrong in " + folder + System.lineSeparator(), ""));
    }

    @Test
    void everyMistakeIsShownWithItsLine() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TestFolder.WORKSPACE,
                TestFolder.SOURCE.replace("type: server", "type: fridge"),
                TestFolder.DESTINATION.replace("config: {url", "config: {sharedSecret: x, url"),
                TestFolder.FILTER.replace("'Heartbeat'", "("));

        // When
        Cli lint = Cli.run("lint", folder);

        // Then
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.out())
                .contains(folder + "/1.yaml:6:3: error:")
                .contains(folder + "/2.yaml:8:12: error: Destination crm: spec.config")
                .contains("(SecretInConfig)")
                .contains(folder + "/3.yaml:8:")
                .contains("3 errors, 0 warnings");
    }

    @Test
    void whatMayBeInTheClusterAlreadyIsAWarning() throws Exception {
        // Given
        TestFolder.write(folder, TestFolder.DESTINATION.replace("secretRef: {name: crm}", "secretRef: {name: other}"));

        // When
        Cli lint = Cli.run("lint", folder, "-o", "json");

        // Then
        JsonNode findings = ContractJson.EVENTS.readTree(lint.out());
        assertThat(lint.status()).isZero();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).get("severity").asText()).isEqualTo("warning");
        assertThat(findings.get(0).get("reason").asText()).isEqualTo("RefNotFound");
        assertThat(findings.get(0).get("line").asInt()).isEqualTo(9);
    }
}
