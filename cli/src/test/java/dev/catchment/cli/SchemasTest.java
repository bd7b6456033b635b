package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {
    @TempDir
    private Path folder;

    @Test
    void typesOfMyOwnStandBesideTheBuiltInOnes() throws Exception {
        // Given
        Path types = TestFolder.write(Files.createDirectory(folder.resolve("types")), TestFolder.PIXEL);
        Path target = folder.resolve("deep/schemas");

        // When
        Cli schemas = Cli.run("schemas", target, "--types", types);

        // Then
        assertThat(schemas.status()).as(schemas.err()).isZero();
        assertThat(schemas.out()).endsWith("schemas written into " + target + System.lineSeparator());
        assertThat(target.resolve("types/pixel.json")).content().contains("\"title\" : \"Pixel\"");
        assertThat(target.resolve("types/webhook.json")).exists();
        assertThat(target.resolve("destination.json")).content().contains("types/pixel.json", "types/webhook.json");
    }

    @Test
    void nothingIsWrittenIfAResourceCannotBeRead() throws Exception {
        // Given
        Path types = TestFolder.write(
                Files.createDirectory(folder.resolve("types")), TestFolder.PIXEL.replace("title:", "titel:"));
        Path target = folder.resolve("schemas");

        // When
        Cli schemas = Cli.run("schemas", target, "--types", types);

        // Then
        assertThat(schemas.status()).isEqualTo(1);
        assertThat(schemas.err()).contains("0.yaml:6:3: error: spec.titel: is not a field here");
        assertThat(target).doesNotExist();
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused() throws Exception {
        // Given
        Path types = TestFolder.write(
                Files.createDirectory(folder.resolve("types")),
                TestFolder.PIXEL.replace("metadata: {name: pixel}", "metadata: {name: ../../pixel}"));

        // When
        Cli schemas = Cli.run("schemas", folder.resolve("a/b/schemas"), "--types", types);

        // Then
        assertThat(schemas.status()).isEqualTo(1);
        assertThat(schemas.err()).contains("\"../../pixel\"");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void whereToMustBeSaid() {
        assertThat(Cli.run("schemas").status()).isEqualTo(2);
        assertThat(Cli.run("schemas", folder, "--types", folder.resolve("gone")).err())
                .contains("gone is not there");
    }
}
