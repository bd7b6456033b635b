package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.contract.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteKeysTest {
    @TempDir
    private Path folder;

    @Test
    void aSourceThatNamesNoneGetsOneAndKeepsIt() throws Exception {
        // Given
        ResourceFolder resources = ResourceFolder.read(TestFolder.write(folder, TestFolder.SOURCE));
        List<Source> sources = resources.in("default", Source.class);

        // When
        Map<String, Secret> first = WriteKeys.generated(folder, sources);
        Map<String, Secret> second = WriteKeys.generated(folder, sources);

        // Then
        assertThat(first).containsOnlyKeys("backend").isEqualTo(second);
        assertThat(WriteKeys.of(sources.getFirst(), resources.secrets("default", first)))
                .contains(first.get("backend"));
    }

    @Test
    void aKeyIsQuotedForTheShell() {
        assertThat(Banner.quoted("plain-key:")).isEqualTo("plain-key:");
        assertThat(Banner.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
    }
}
