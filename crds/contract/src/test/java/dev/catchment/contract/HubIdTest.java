package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubIdTest {
    static boolean isLabel(String text) {
        try {
            return new HubId(text, text).namespace().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void itPrintsAsKubernetesDoes() {
        assertThat(new HubId("shop", "acme-1")).hasToString("shop/acme-1");
        assertThat(isLabel("a".repeat(63))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a_b", "a.b", "A", "ä", "a\n", "a b", "a*", ">"})
    void whatIsNoLabelIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubId("shop", text))
                .withMessageContaining("workspace \"" + text + "\" is not a DNS label");
        assertThat(isLabel("a".repeat(64))).isFalse();
    }
}
