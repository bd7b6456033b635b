package dev.catchment.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read, and what has no equal. */
class SegmentImportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"destination\": 5}",
                "{\"destination\": \" \"}",
                "{\"destination\": \"probe\", \"settings\": []}",
                "{\"destination\": \"probe\", \"oauth\": \"x\"}",
                "{\"destination\": \"probe\", \"env\": 1}",
                "{\"destination\": \"probe\", \"subscriptions\": {}}",
                "{\"destination\": \"probe\", \"subscriptions\": [1]}",
                "{\"destination\": \"probe\", \"subscriptions\": [{}]}",
                "{\"destination\": \"probe\", \"subscriptions\": [{\"action\": 1}]}",
                "{\"destination\": \"probe\", \"subscriptions\": [{\"action\": \"a\", \"subscribe\": 1}]}",
                "{\"destination\": \"probe\", \"subscriptions\": [{\"action\": \"a\", \"mapping\": []}]}",
                "{\"destination\": \"probe\", \"subscriptions\": [{\"action\": \"a\", \"enabled\": \"no\"}]}",
                "{\"destination\": \"probe\", \"settings\": {\"a\": \"\\ud83d\"}}",
                "{\"destination\": \"probe\"} more"
            })
    void whatIsNoSegmentDestinationIsRefusedWithOneLine(String text) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("file.json"), text);

        // When
        var refusal = assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> run(file));

        // Then
        refusal.satisfies(e -> assertThat(e.getMessage()).contains("file.json").doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"@path\": 1}; a path that is no text",
                "{\"@path\": {\"@path\": \"$.a\"}}; a path that is computed from the event",
                "{\"@template\": {\"@path\": \"$.a\"}}; a template that is computed from the event",
                "{\"@template\": null}; a template that is no text",
                "{\"@if\": 1}; its value is no object",
                "{\"@if\": {\"then\": 1}}; it has neither exists nor blank",
                "{\"@if\": {\"exists\": \"\", \"then\": 1}}; it has neither exists nor blank",
                "{\"@case\": {\"operator\": \"title\", \"value\": \"a\"}}; it is neither lower nor upper",
                "{\"@case\": {\"operator\": \"lower\", \"value\": 5}}; it is neither a text nor a directive",
                "{\"@replace\": {\"pattern\": \"\", \"value\": \"a\"}}; it is empty",
                "{\"@replace\": {\"pattern\": \"12345678901\", \"value\": \"a\"}}; it is no text of at most 10 characters",
                "{\"@replace\": {\"pattern\": \"a\", \"replacement\": \"$&\", \"value\": \"a\"}}; a replacement with $&",
                "{\"@replace\": {\"pattern\": \"a\", \"value\": \"a\", \"global\": \"yes\"}}; it is neither true nor false",
                "{\"@replace\": {\"pattern\": \"é\", \"value\": {\"@path\": \"$.a\"}, \"global\": false, \"ignorecase\": true}}; the first occurrence of a pattern with letters beyond a to z",
                "{\"@arrayPath\": \"$.a\"}; it is no list that begins with a path",
                "{\"@arrayPath\": []}; it is no list that begins with a path",
                "{\"@merge\": {\"objects\": []}}; it is neither left nor right",
                "{\"@merge\": {\"objects\": [1], \"direction\": \"left\"}}; it is neither an object nor a directive",
                "{\"@transform\": {\"apply\": {}}}; it is no object",
                "{\"@flatten\": {\"value\": {}}}; it is no text",
                "{\"@json\": {\"mode\": \"encode\"}}; it is missing",
                "{\"@json\": {\"mode\": \"both\", \"value\": {}}}; it is neither encode nor decode",
                "{\"@liquid\": 1}; it is no text",
                "{\"@liquid\": \"{{ a \"}; Liquid: braces that are not closed",
                "{\"@liquid\": \"{% if a %}\"}; Liquid: an if or unless without its end",
                "{\"@liquid\": \"{% assign a = 1 %}\"}; Liquid: the tag assign",
                "{\"@liquid\": \"{{ a | sort }}\"}; Liquid: the filter sort",
                "{\"@liquid\": \"{{ 'now' | date: '%Y' }}\"}; Liquid: the filter date on a fixed text",
                "{\"@liquid\": \"{{ a.size }}\"}; Liquid: size, first and last in a path",
                "{\"a\": 1, \"@path\": \"$.b\"}; a directive beside other members (a)",
                "{\"$if\": 1}; a member called $if"
            })
    void aDirectiveThatHasNoEqualIsNamed(String directive, String problem) throws Exception {
        // Given
        Path file = Files.writeString(
                folder.resolve("file.json"),
                "{\"destination\": \"probe\", \"subscriptions\": [{\"action\": \"act\", \"subscribe\": \"type = track\", "
                        + "\"mapping\": {\"text\": \"x\", \"data\": " + directive + "}}]}");

        // When
        ImportedDestination imported = run(file);

        // Then
        assertThat(imported.notCarried()).singleElement().satisfies(reported -> {
            assertThat(reported.where()).startsWith("$.subscriptions[0].mapping.data");
            assertThat(reported.what()).startsWith(problem);
            assertThat(reported.todo()).isNotBlank();
        });
        assertThat(imported.yaml()).contains("text: \"x\"").doesNotContain(" data:");
    }

    private static ImportedDestination run(Path file) throws IOException, UnreadableException {
        return SegmentImport.run(file, new ImportOptions(null, "main", null, List.of()), Probe.TYPES);
    }
}
