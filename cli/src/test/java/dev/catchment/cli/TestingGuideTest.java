package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/testing.md: its files are written, its commands run, and what it shows must come of them. */
class TestingGuideTest {
    private static final Path GUIDE = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .getParent()
            .resolve("docs/testing.md");
    private static final Pattern FILE = Pattern.compile("(?ms)^```(?:yaml|sh)\\n# (\\S+)\\n(.*?)^```$");
    private static final Pattern SHOWN = Pattern.compile("(?ms)^```text\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?: {4})?bin/catchment (\\w+ .*)$");

    @TempDir
    private Path folder;

    private String guide;

    @BeforeEach
    void writeItsFiles() throws IOException {
        guide = Files.readString(GUIDE);
        for (var block : FILE.matcher(guide).results().toList()) {
            Path file = folder.resolve(block.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(2));
        }
        Files.writeString(
                folder.resolve("events.ndjson"), "{\"type\":\"page\",\"userId\":\"u-1\",\"messageId\":\"m-1\"}");
        Files.writeString(folder.resolve("hub/secret.yaml"), """
                apiVersion: v1
                kind: Secret
                metadata: {name: crm}
                stringData: {sharedSecret: from-the-folder}
                """);
    }

    @Test
    void everyCommandRuns() {
        // Given
        List<String> commands =
                COMMAND.matcher(guide).results().map(match -> match.group(1)).toList();

        // When
        List<Cli> runs = commands.stream().map(this::run).toList();

        // Then
        assertThat(commands).hasSize(8);
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isZero());
    }

    @Test
    void whatItShowsIsWhatComes() throws IOException {
        // Given
        List<String> shown =
                SHOWN.matcher(guide).results().map(match -> match.group(1)).toList();
        Path cases = folder.resolve("hub/tests/crm.test.yaml");

        // When
        Cli passed = run("test hub");
        Cli inResources = run("test tested");
        Files.writeString(cases, Files.readString(cases).replace("total: 10.5}", "total: 11}"));
        Cli failed = run("test hub");

        // Then
        assertThat(shown).hasSize(3);
        assertThat(relative(inResources.out())).isEqualTo(shown.getLast());
        assertThat(relative(passed.out())).isEqualTo(shown.getFirst());
        assertThat(relative(failed.out())).startsWith(shown.get(1));
    }

    private Cli run(String command) {
        List<Object> arguments = new ArrayList<>();
        for (String argument : List.of(command.replaceFirst(" >.*", "").split(" ", -1))) {
            boolean isPath = Stream.of("hub", "tested", "types", "schemas", "events.ndjson")
                    .anyMatch(argument::equals);
            arguments.add(isPath && !arguments.isEmpty() ? folder.resolve(argument) : argument);
        }
        return Cli.run(arguments.toArray());
    }

    private String relative(String output) {
        return output.replace(folder + "/", "");
    }
}
