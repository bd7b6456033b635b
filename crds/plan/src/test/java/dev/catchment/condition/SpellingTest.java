package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("event", "config", "fields", "integrationNames");

    @ParameterizedTest
    @CsvSource({
        "evnet, ; did you mean 'event'?",
        "events, ; did you mean 'event'?",
        "Fields, ; did you mean 'fields'?",
        "cfg, ''",
        "intergrationNames, ; did you mean 'integrationNames'?",
        "body, ''",
        "'', ''"
    })
    void aSlipIsRecognisedAndAnotherWordIsNot(String word, String expected) {
        assertThat(Spelling.hint(word, KNOWN)).isEqualTo(expected);
    }
}
