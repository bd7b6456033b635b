package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "'',abc,3", "abc,'',3", "abc,abc,0", "flaw,lawn,2"})
    void countsSlips(String from, String to, int distance) {
        assertThat(Similar.distance(from, to)).isEqualTo(distance);
    }

    @Test
    void theNearestComeFirstAndStrangersNotAtAll() {
        List<String> known = List.of("upper", "lower", "flower", "lowerAscii", "sum");
        assertThat(Similar.to("lowre", known)).containsExactly("lower");
        assertThat(Similar.to("lowerr", known)).containsExactly("lower", "flower");
        assertThat(Similar.to("LOWER", known)).containsExactly("lower", "flower");
        assertThat(Similar.to("anything", known)).isEmpty();
    }
}
