package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.catchment.contract.plan.Expression;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Event EVENT = Events.track("""
            "context":{"traits":{"email":"ann@acme.example"},"page":null},
            "properties":{"n":5,"total":10.50,"one":1.0,"big":9007199254740993,"long":9223372036854775807,
              "unsigned":18446744073709551615,"huge":123456789012345678901234567890,"tiny":1e-999999999,
              "giant":1e999999999,"minus":-1e999999999,"zero":0e999999999,"emoji":"h😀","half":"\\ud83d","tags":["a","b"],
              "items":[{"sku":"x","price":3},{"sku":"y","price":4.5}],"with.dot":true,"no":false}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.type == 'track'",
                "event.context.traits.email.endsWith('@acme.example')",
                "event.properties.n > 4 && event.properties.n < 5.5",
                "event.properties.one == 1",
                "event.properties.total == 10.5",
                "event.properties.big == 9007199254740993",
                "event.properties.big != 9007199254740992",
                "event.properties.long == 9223372036854775807",
                "event.properties.unsigned > event.properties.long",
                "event.properties.unsigned == 18446744073709551615u",
                "event.properties.huge > 1e29",
                "event.properties.giant > 1e300",
                "event.properties.minus < -1e300",
                "event.properties.tiny == 0.0",
                "event.properties.zero == 0.0",
                "event.properties.emoji.size() == 2",
                "event.properties.half.size() == 1",
                "'a' in event.properties.tags",
                "event.properties.items.exists(i, i.price > 4)",
                "event.properties.items.map(i, i.sku) == ['x', 'y']",
                "event.properties['with.dot']",
                "event.context.page == null",
                "!has(event.context.ip)",
                "!has(event.traits) || event.traits.x",
                "event.?traits.?email.orValue('none') == 'none'",
                "coalesce(event.traits.email, event.context.traits.email) == 'ann@acme.example'",
                "coalesce(event.traits.email, event.context.page, 7) == 7",
                "coalesce(event.type.x.y, event.nothing) == null",
                "lower('ÄB') == 'äb' && upper('straße') == 'STRASSE'",
                "json(event.properties.tags) == '[\"a\",\"b\"]'",
                "hex(b'\\x00\\xff') == '00ff'",
                "trimPrefix('whsec_a', 'whsec_') == 'a' && trimPrefix('a', 'whsec_') == 'a'",
                "event.event.matches('^Order')"
            })
    void holds(String cel) throws Exception {
        assertThat(condition(cel).matches(EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.properties.no",
                "event.properties.n == '5'",
                "event.properties.tags == {}",
                "event.properties.half == event.properties.emoji",
                "false && event.nothing"
            })
    void doesNotHold(String cel) throws Exception {
        assertThat(condition(cel).matches(EVENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event.traits.email == 'x'         | 1:6: the event has no field 'traits' there; test for it with has() | true",
                "event.context.page.url == 'x'     | 1:19: the event has no field 'url' there; test for it with has() | true",
                "event.type.x == 1                 | 1:11: the event has no field 'x' there; test for it with has() | true",
                "event.properties.tags[2] == 'x'   | 1:22: the list has no element at that index | true",
                "event.properties.n                | the condition gives a value that is neither true nor false | false",
                "event.properties.n + 'x' == 'y'   | 1:20: an operand has a type that this does not take | false",
                "event.properties.n / 0 == 1       | 1:20: division by zero | false",
                "event.type.substring(0, 99) == '' | 1:21: substring() needs positions inside of the text, the first one first | false",
                "event.properties.long + 1 > 0     | 1:23: a number is out of range | false",
            })
    void anEventWithoutAnAnswerIsAnError(String cel, String message, boolean missing) throws Exception {
        // Given
        Condition condition = condition(cel);

        // When
        ConditionException failure = catchThrowableOfType(ConditionException.class, () -> condition.matches(EVENT));

        // Then
        assertThat(failure).hasMessage(message);
        assertThat(failure.isMissingField()).isEqualTo(missing);
    }

    @Test
    void anErrorDoesNotShowTheEvent() throws Exception {
        // Given
        Condition byKey = condition("event.properties[event.context.traits.email] == 1");
        Condition byNumber = condition("int(event.context.traits.email) == 1");

        // When
        // Then
        assertThatThrownBy(() -> byKey.matches(EVENT))
                .isInstanceOf(ConditionException.class)
                .message()
                .doesNotContain("ann@");
        assertThatThrownBy(() -> byNumber.matches(EVENT))
                .isInstanceOf(ConditionException.class)
                .message()
                .doesNotContain("ann@");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evnt.x == 1                    | 1 | 1  | undeclared reference to 'evnt'; known here: event",
                "event.type == 'a' && foo(1)    | 1 | 25 | undeclared reference to 'foo', which is no function",
                "event.x ==                     | 1 | 11 | mismatched input",
                "event.type.startsWith(1)       | 1 | 22 | no matching overload",
                "1 + 2                          | 1 | 1  | the condition gives int, which is neither true nor false",
                "event.n > 99999999999999999999 | 1 | 11 | For input string",
            })
    void anExpressionThatDoesNotCompileSaysWhere(String cel, int line, int column, String message) {
        // When
        ExpressionException refusal = catchThrowableOfType(ExpressionException.class, () -> condition(cel));

        // Then
        assertThat(refusal).hasMessageContaining(message).hasMessageStartingWith(line + ":" + column + ": ");
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(column);
    }

    @Test
    void positionsCountLines() {
        assertThatThrownBy(() -> condition("\n  event.type == 'a' &&\n    evnt"))
                .hasMessageStartingWith("3:5: ");
    }

    @Test
    void emptyConditionsAreRefused() {
        assertThatThrownBy(() -> condition("  ")).isInstanceOf(ExpressionException.class);
    }

    @Test
    void aConditionMayBeInFql() throws Exception {
        // Given
        Condition condition = fql("type = 'track' and properties.total >= 10.5 and properties.tags.0 in ['a', 'x']");

        // When
        // Then
        assertThat(condition.matches(EVENT)).isTrue();
        assertThat(condition.matches(Events.track(""))).isFalse();
        assertThat(condition.quick()).isTrue();
        assertThatThrownBy(() -> fql("'a' in context.traits.email").matches(EVENT))
                .isInstanceOf(ConditionException.class)
                .hasMessage("1:5: in needs a list on its right side, and this event has a string there");
        assertThatThrownBy(() -> fql("type ="))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("1:7: expected a field such as");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 500, 20_000})
    void expressionsThatAreTooLargeAreRefusedNotSuffered(int depth) {
        assertThatThrownBy(() -> condition("(".repeat(depth * 3) + "true" + ")".repeat(depth * 3)))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void iterationsAreBounded() throws Exception {
        // Given
        String list = "[1,2,3,4,5,6,7,8,9,10]";
        Condition nested = condition(list + ".all(a, " + list + ".all(b, " + list + ".all(c, " + list + ".all(d, "
                + list + ".all(e, true)))))");

        // When
        // Then
        assertThatThrownBy(() -> nested.matches(EVENT))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("more than 10000 iterations");
    }

    @Test
    void patternsTakeLinearTime() throws Exception {
        // Given
        Condition backtracking = condition("event.properties.text.matches('^(a+)+$')");
        Event event = Events.track("\"properties\":{\"text\":\"" + "a".repeat(20_000) + "b\"}");

        // When
        // Then
        Assertions.assertThat(Duration.ofSeconds(10)).isGreaterThan(time(() -> backtracking.matches(event)));
    }

    @Test
    void aBadPatternFromTheEventIsAnError() throws Exception {
        Condition condition = condition("event.type.matches(event.properties.pattern)");
        assertThatThrownBy(() -> condition.matches(Events.track("\"properties\":{\"pattern\":\"(\"}")))
                .isInstanceOf(ConditionException.class);
    }

    private static Duration time(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        long start = System.nanoTime();
        Assertions.assertThatCode(work).doesNotThrowAnyException();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Condition condition(String cel) throws ExpressionException {
        return Condition.compile(Expression.ofCel(cel));
    }

    private static Condition fql(String fql) throws ExpressionException {
        return Condition.compile(new Expression(null, fql));
    }
}
