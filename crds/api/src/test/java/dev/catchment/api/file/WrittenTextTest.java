package dev.catchment.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever YAML lets an expression stand, the character that is wrong in it is found in the file. */
class WrittenTextTest {
    private static final Path HERE = Path.of("a.yaml");

    /** In each, the value holds one X, and so does the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: one X two",
                "a: X",
                "a: one\n  two\n\n  three X four",
                "a: 'it''s ''quoted'' X'",
                "a: 'one\n\n  two ''X'''",
                "a: \"tab\\tnew\\nquote\\\" X\"",
                "a: \"\\u00e4\\x41\\U0001F600 X\"",
                "a: \"folded\n  line and \\\n     continued X\"",
                "a: |\n  first\n  second X\n  third",
                "a: |-\n    indented\n      more X",
                "a: |2 # a comment with another letter\n    kept  X",
                "a: >\n  folded\n  text\n\n  and X\n",
                "a: >+\n\n  blank lines first\n   more X\n\n",
                "{b: 1, a: \"äöü 😀 X\", c: 2}",
                "# comment\r\na: one\r\n  two X\r\n",
                "- a\n- {q: 'X'}\n- b"
            })
    void aCharacterIsFoundHoweverTheTextIsWritten(String yaml) {
        // Given
        WrittenText text = only(yaml);
        String value = text.value();

        // When
        Place place = text.at(value.codePointCount(0, value.indexOf('X'))).orElseThrow();

        // Then
        assertThat(characterAt(yaml, place)).isEqualTo("X");
    }

    @Test
    void theEndIsBehindTheLastCharacter() {
        assertThat(only("a: 'b c'").at(3)).hasValue(new Place(HERE, 1, 8));
        assertThat(only("a: b c").at(3)).hasValue(new Place(HERE, 1, 7));
        assertThat(only("a: ''").at(0)).hasValue(new Place(HERE, 1, 5));
    }

    @Test
    void whatIsNotInTheTextHasNoPlace() {
        assertThat(only("a: b").at(2)).isEmpty();
        assertThat(only("a: \"\\uD83D\\uDE00 X\"").at(2)).isEmpty();
    }

    /** The text that holds an X, or the only one. */
    private static WrittenText only(String yaml) {
        List<FileFinding> findings = new ArrayList<>();
        String document = yaml.startsWith("- ") ? "list:\n" + yaml : yaml;
        YamlDocument parsed = YamlFile.parse(HERE, document, findings).getFirst();
        assertThat(findings).isEmpty();
        return parsed.texts().values().stream()
                .filter(text -> text.value().contains("X") || parsed.texts().size() == 1)
                .findFirst()
                .orElseThrow();
    }

    private static String characterAt(String yaml, Place place) {
        String document = yaml.startsWith("- ") ? "list:\n" + yaml : yaml;
        String line = document.split("\n", -1)[place.line() - 1];
        int start = line.offsetByCodePoints(0, place.column() - 1);
        return line.substring(start, start + 1);
    }
}
