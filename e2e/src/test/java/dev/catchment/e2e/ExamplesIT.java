package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource that a reader may copy is one that the linter has nothing to say about, and does what its cases say. */
class ExamplesIT {
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Repository.ROOT.resolve("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleLintsClean(Path example) throws Exception {
        // When
        Command lint = Command.catchment("lint", example.toString(), "-o", "json");

        // Then
        assertThat(String.join("", lint.lines())).isEqualTo("[]");
    }

    @Test
    void theExampleWithTestsPassesThem() throws Exception {
        // When
        Command test = Command.catchment(
                "test", Repository.ROOT.resolve("examples/tested").toString());

        // Then
        assertThat(test.lines().getLast()).isEqualTo("4 passed, 0 failed");
    }

    @Test
    void theResourcesInTheReadmeLintClean(@TempDir Path folder) throws Exception {
        // Given
        List<String> blocks = YAML_BLOCK
                .matcher(Files.readString(Repository.ROOT.resolve("README.md")))
                .results()
                .map(block -> block.group(1))
                .filter(yaml -> yaml.contains("apiVersion: catchment.dev/"))
                .toList();
        Files.writeString(folder.resolve("readme.yaml"), String.join("\n---\n", blocks));

        // When
        Command lint = Command.catchment("lint", folder.toString());

        // Then
        assertThat(lint.lines()).noneMatch(line -> line.contains("readme.yaml:"));
    }
}
