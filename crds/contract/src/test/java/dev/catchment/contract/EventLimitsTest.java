package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLimitsTest {
    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(60);
        Arbitrary<String> exponents = Arbitraries.oneOf(
                Arbitraries.just(""),
                Combinators.combine(
                                Arbitraries.of("e", "E"),
                                Arbitraries.of("", "+", "-"),
                                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12))
                        .as((e, sign, number) -> e + sign + number));
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        digits,
                        Arbitraries.oneOf(Arbitraries.just(""), digits.map(d -> "." + d)),
                        exponents)
                .as((sign, whole, fraction, exponent) ->
                        sign + whole.replaceFirst("^0+(?=.)", "") + fraction + exponent);
    }

    @Property(tries = 2000)
    void aNumberThatFitsIsReadAndWrittenWithItsValue(@ForAll("numbers") String number) throws Exception {
        if (fits(number)) {
            byte[] json = ("[" + number + "]").getBytes(StandardCharsets.UTF_8);
            byte[] written = ContractJson.EVENTS.writeValueAsBytes(ContractJson.EVENTS.readTree(json));
            assertThat(ContractJson.EVENTS.readTree(written).get(0).decimalValue())
                    .isEqualTo(new BigDecimal(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1.50", "9007199254740993", "1e999", "1E-999", "1.7976931348623157e+308"})
    void numbersThatFit(String number) {
        assertThat(fits(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e-1000", "1E+99999999999", "1e0000"})
    void numbersThatDoNot(String number) {
        assertThat(fits(number)).isFalse();
    }

    @Test
    void theLengthIsInclusive() {
        assertThat(fits("1".repeat(100))).isTrue();
        assertThat(fits("1".repeat(101))).isFalse();
        assertThat(EventLimits.numberFits("x1e5000y".toCharArray(), 1, 2)).isTrue();
    }

    private static boolean fits(String number) {
        return EventLimits.numberFits(number.toCharArray(), 0, number.length());
    }
}
