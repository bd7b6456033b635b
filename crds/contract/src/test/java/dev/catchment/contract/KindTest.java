package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {
    @ParameterizedTest
    @CsvSource({"1, identify", "2, track", "3, page", "4, screen", "5, group", "6, alias"})
    void codeAndNameNeverChange(int code, String name) {
        assertThat(Kind.ofCode(code)).get().extracting(Kind::wireName).isEqualTo(name);
        assertThat(Kind.ofWireName(name)).get().extracting(Kind::code).isEqualTo(code);
    }

    @Test
    void othersAreNone() {
        assertThat(Kind.ofCode(0)).isEmpty();
        assertThat(Kind.ofCode(7)).isEmpty();
        assertThat(Kind.ofCode(-1)).isEmpty();
        assertThat(Kind.ofWireName("Track")).isEmpty();
        assertThat(Kind.values()).hasSize(6);
    }
}
