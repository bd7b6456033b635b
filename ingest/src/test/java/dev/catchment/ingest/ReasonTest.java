package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonTest {
    private static final Path GUIDE = Path.of(System.getProperty("basedir", ""), "../docs/sources.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| ([0-9]{3}) \\| .+ \\|");

    @Test
    void theGuideSaysOfEachWhatToDo() throws IOException {
        // Given
        List<String> documented = Files.readAllLines(GUIDE).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        // Then
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.values())
                        .map(reason -> reason.wireName() + " " + reason.status())
                        .toList());
    }
}
