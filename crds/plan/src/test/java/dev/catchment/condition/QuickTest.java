package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.type == 'track' && lower(event.email).endsWith('@acme.example')",
                "coalesce(event.a, event.b)",
                "exists(event.a.b) ? sha256(trim(event.email)) : null",
                "unixSeconds(event.timestamp)"
            })
    void looksAtOneValueEach(String cel) throws Exception {
        assertThat(Evaluations.compile(cel).quick()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.items.all(i, i.price > 1)",
                "event.name.matches('^a')",
                "json(event) == ''",
                "jsonEncode(event) == ''",
                "event.name.split(',') == []",
                "replaceAll(event.name, 'a', 'b')",
                "regexReplace(event.name, 'a', 'b')",
                "flattenKeys(event, '.')",
                "padStart(event.name, 9, '0')",
                "event.items.join(',')",
                "base64.encode(bytes(event.name))"
            })
    void runsOverListsOrMakesLongTexts(String cel) throws Exception {
        assertThat(Evaluations.compile(cel).quick()).isFalse();
    }

    @Test
    void manyConcatenationsCopyMoreThanTheyMake() throws Exception {
        assertThat(Evaluations.compile("event.a" + " + event.a".repeat(16)).quick())
                .isTrue();
        assertThat(Evaluations.compile("event.a" + " + event.a".repeat(17)).quick())
                .isFalse();
    }
}
