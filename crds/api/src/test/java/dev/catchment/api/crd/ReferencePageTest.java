package dev.catchment.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "reference.md");
    private static final String UPDATE =
            "docs/reference.md does not fit the records: run  mvn -q -pl crds/api process-classes exec:java@update-reference";

    private static String page;

    @BeforeAll
    static void generate() throws IOException {
        page = ReferencePage.generate(Path.of("reference"));
    }

    @Test
    void thePageIsWhatTheRecordsGenerate() throws IOException {
        assertThat(Files.readString(PAGE)).as(UPDATE).isEqualTo(page);
    }

    @Test
    void everyLinkInItLeadsSomewhere() {
        // Given
        List<String> anchors = new ArrayList<>(all(page, "<a id=\"([^\"]+)\">"));
        all(page, "(?m)^#+ ([A-Za-z ]+)$")
                .forEach(title -> anchors.add(title.toLowerCase(Locale.ROOT).replace(' ', '-')));

        // Then
        assertThat(anchors).doesNotHaveDuplicates().hasSizeGreaterThan(200);
        assertThat(all(page, "\\]\\(#([^)]+)\\)")).hasSizeGreaterThan(50).allMatch(anchors::contains);
    }

    @Test
    void aRowSaysWhatTheSchemaSays() {
        // Given
        List<String> rows = page.lines().toList();

        // Then
        assertThat(row(rows, "source-spec-workspaceref"))
                .contains("`workspaceRef` **required** **immutable** | object |", "Cannot be changed later.");
        assertThat(row(rows, "source-spec-workspaceref-name"))
                .contains("`workspaceRef.name` **required** | text |", "1 to 63 characters", "a [DNS label](#label)");
        assertThat(row(rows, "workspace-spec-log-keep")).contains("| text | `\"24h\"` | a [duration](#duration) |");
        assertThat(row(rows, "source-spec-type")).contains("`website`", "`mobile`", "`server`");
        assertThat(row(rows, "source-spec-writekeys"))
                .contains("list of [object](#in-source-spec-writekeys)", "up to 16 items");
        assertThat(row(rows, "destination-spec-mappings-fields")).contains("map of any JSON", "`${...}`");
        assertThat(rows)
                .contains("- Exactly one of drop, sample, dropFields and keepFields must be set.")
                .contains("- `workspaceRef` is immutable: create another Filter to change it.")
                .contains("| MESSAGE *wide* | `status.conditions[?(@.type==\"Ready\")].message` |");
    }

    private static String row(List<String> rows, String anchor) {
        return rows.stream()
                .filter(row -> row.startsWith("| <a id=\"" + anchor + "\"></a>"))
                .findFirst()
                .orElse("no row " + anchor);
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
