package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.catchment.pipeline.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailFunctionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "event.n > 1 || fail('n must be more than 1')               # true",
                "event.n > 9 || fail('n must be more than 9')               # error: n must be more than 9",
                "fail('always') || event.n > 1                              # true",
                "event.n < 9 ? event.n : fail('too many')                   # 7",
                "event.n > 9 ? event.n : fail('too few 😀')                 # error: too few 😀",
                "coalesce(event.m, 3) == 3 ? fail('m is needed') : event.n  # error: m is needed",
                "[1, 2].map(x, x > 1 ? fail('no 2') : x)                    # error: no 2",
            })
    void endsTheExpressionWithTheReasonThatStandsThere(String cel, String result) {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object("{\"n\":7}"))).isEqualTo(result);
    }

    @Test
    void theReasonIsAllThatIsSaid() throws Exception {
        // Given
        CelExpression expression = Evaluations.compile("event.n > 9 || fail('n must be more than 9')");

        // When
        ConditionException failure = catchThrowableOfType(
                ConditionException.class, () -> Evaluations.evaluate(expression, Events.object("{\"n\":7}")));

        // Then
        assertThat(failure.in(expression.source())).hasMessage("n must be more than 9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fail(event.name)        | 1:11",
                "fail('x' + event.name)  | 1:10",
                "fail(7)                 | 1:6",
            })
    void nothingOfAnEventCanBeTheReason(String cel, String where) {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object("{\"name\":\"Zoë\"}")))
                .startsWith("error: " + where + ": fail() needs its reason as a text that stands there");
    }
}
