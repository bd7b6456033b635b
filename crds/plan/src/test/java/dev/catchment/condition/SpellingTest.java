package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("event", "config", "fields", "integrationNames");

    @ParameterizedTest
    @CsvSource({
        "evnet, event",
        "events, event",
        "vent, event",
        "Fields, fields",
        "cfg, ",
        "intergrationNames, integrationNames",
        "body, ",
        "'', "
    })
    void aSlipIsRecognisedAndAnotherWordIsNot(String word, String expected) {
        assertThat(Spelling.nearest(word, KNOWN).orElse(null)).isEqualTo(expected);
    }

    @Test
    void theHintIsASentenceOrNothing() {
        assertThat(Spelling.hint("feilds", KNOWN)).isEqualTo("; did you mean 'fields'?");
        assertThat(Spelling.hint("zzz", KNOWN)).isEmpty();
    }
}
