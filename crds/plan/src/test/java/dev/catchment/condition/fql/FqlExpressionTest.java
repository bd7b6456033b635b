package dev.catchment.condition.fql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.pipeline.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions mean. */
class FqlExpressionTest {
    private static final ObjectNode EVENT = Events.object("""
            {"type":"track","event":"Button Clicked","userId":"u1",
             "context":{"library":{"name":"analytics.js","version":"1.0"},"traits":null},
             "properties":{"features":["discounts","dark-mode"],"n":5,"one":1.0,"total":10.50,"zero":0,"yes":true,
              "no":false,"text":"true","empty":"","none":[],"list":[1,2,[3]],"nulls":[null],
              "object":{"a":1,"b":2},"swapped":{"b":2,"a":1},"same":{"a":1.0,"b":2},
              "big":9007199254740993,"long":9223372036854775807,"huge":123456789012345678901234567890,
              "giant":1e999999999,"tiny":1e-999999999,"minus":-1e999999999,
              "kana":"\\u30a2","emoji":"h\\ud83d\\ude00","half":"\\ud83d","title":"the title of IT",
              "product 1":{"price":"19.99"},"with.dot":7,"größe":"XL","price":" 12.50 ","pattern":"a[","star":"ab*d",
              "items":[{"sku":"x"},{"sku":"y"}]}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Segment's own examples
                "event = 'Button Clicked'",
                "type = 'identify' or type = 'track'",
                "event = 'Button Clicked' and type = 'track'",
                "match( context.library.version, '1.*' )",
                "type = 'track' and ( event = 'Click' or match( event, 'Button *' ) )",
                "'dark-mode' in properties.features",
                "( type = 'track' or type = 'identify' ) and ( properties.yes or match( traits.email, '*@company.com' ) )",
                "!( type in ['group', 'identify'] )",
                "properties.product\\ 1.price = '19.99'",
                // Equality: the same type, and equal
                "properties.n = 5",
                "properties.n = 5.0",
                "properties.one = 1",
                "properties.n != '5'",
                "properties.yes = true",
                "properties.text != true",
                "properties.no != null",
                "properties.zero != false",
                "properties.missing = null",
                "properties.missing = context.traits",
                "properties.missing.deeper.still = null",
                "properties.list = [1, 2, [3]]",
                "properties.list != [2, 1, [3]]",
                "properties.none = []",
                "properties.none != null",
                "properties.nulls = [null]",
                "properties.object = properties.same",
                "properties.object != properties.swapped",
                "properties.object != properties.list",
                "[properties.n, 'a'] = [5.0, \"a\"]",
                // Numbers of any size, exactly
                "properties.big = 9007199254740993",
                "properties.big != 9007199254740992",
                "properties.long < 9223372036854775808",
                "properties.huge = 123456789012345678901234567890",
                "properties.giant > 99999999999999999999",
                "properties.minus < -99999999999999999999",
                "properties.tiny > 0 and properties.tiny < 0.000000001",
                "properties.total = 10.5 and properties.total >= 10.50 and properties.total <= 10.500",
                "-1 < +1",
                // Order: only among numbers
                "properties.n > 4 and properties.n >= 5 and properties.n < 5.5 and properties.n <= 5",
                "!(properties.text > 1)",
                "!('b' > 'a')",
                "!(properties.missing < 1)",
                "!(properties.missing >= 0)",
                // and, or and !
                "!properties.no",
                "!properties.missing",
                "!properties.text",
                "!!properties.yes",
                "!null",
                "true or false and false",
                "false and true or true",
                "true or true and false",
                "!(false or false) and !(true and false)",
                "!contains(event, 'x') and !match(event, 'x*')",
                "(properties.yes) = true",
                "(properties.n = 5) = (type = 'track')",
                // in
                "type in ['page', 'track']",
                "properties.n in [1, 5.0]",
                "null in [null]",
                "properties.missing in properties.nulls",
                "userId in [userId, anonymousId]",
                "[3] in properties.list",
                "!('5' in [5])",
                "!('x' in properties.missing)",
                "!('x' in null)",
                "!('x' in [])",
                // contains and match
                "contains(event, 'ton Cl')",
                "contains(event, '')",
                "contains('abc', 'abc')",
                "!contains('abc', 'B')",
                "!contains(null, 'a') and !contains('a', null) and !contains(5, '5') and !contains(properties.features, 'discounts')",
                "!match(null, '*') and !match('a', null) and !match(5, '*')",
                "match(properties.star, 'ab\\*d')",
                "match(properties.star, 'ab\\\\*d')",
                "match(event, properties.missing) or match('ab', lowercase('A?'))",
                // length: elements, or bytes
                "length('abc') = 3",
                "length('') = 0",
                "length(properties.kana) = 3",
                "length(properties.emoji) = 5",
                "length(properties.half) = 3",
                "length(properties.features) = 2 and length([]) = 0 and length([[], 'a', 1]) = 3",
                "length(null) = 0 and length(properties.missing) = 0",
                "length(userId) > 0",
                "!(length(properties.n) = 0) and length(properties.n) != 0 and !(length(properties.object) > 0)",
                "length(properties.n) != length(properties.n)",
                // typeof
                "typeof(userId) = 'string' and typeof(1.5) = 'number' and typeof([]) = 'list' and typeof(true) = 'bool'",
                "typeof(null) = 'null' and typeof(properties.missing) = 'null' and typeof(properties) = 'object'",
                // Text functions
                "lowercase('ÄBC') = 'äbc' and uppercase('straße') = 'STRASSE'",
                "lowercase(null) = null and uppercase(5) = null and titlecase(properties.list) = null",
                "snakecase('test string') = 'test_string' and kebabcase('test string') = 'test-string'",
                "snakecase('A  b\tc') = 'A__b_c' and kebabcase('plain') = 'plain' and snakecase(true) = null",
                "titlecase('test string') = 'Test String' and titlecase(properties.title) = 'The Title Of IT'",
                "titlecase(' élan x') = ' Élan X' and kebabcase(null) = null",
                "contains(lowercase(event), 'button') and length(uppercase('ß')) = 2",
                // Conversions
                "bool('true') and bool('T') and bool(1) and bool(-0.5) and bool([0]) and bool(true) and bool(properties.object)",
                "!bool('false') and !bool('') and !bool('0') and !bool(0.0) and !bool([]) and !bool(null) and !bool(false)",
                "string(5) = '5' and string(properties.total) = '10.50' and string(true) = 'true' and string('a') = 'a'",
                "string(null) = '' and string(properties.features) = '[\"discounts\",\"dark-mode\"]'",
                "number('5') = 5 and number('-1.5e3') = -1500 and number(properties.price) = 12.5 and number(7) = 7",
                "number(null) = null and !(number(properties.missing) > 0)",
                // Paths
                "properties.with\\.dot = 7",
                "properties.gr\\ö\\ße = 'XL'",
                "properties.items.1.sku = 'y'",
                "properties.items.2.sku = null and properties.items.sku = null and properties.items.01x = null",
                "properties.features.0 = 'discounts'",
                // Texts
                "'it\\'s' = \"it's\" and \"a\\\"b\" = 'a\"b' and '\\\\' = \"\\\\\" and length('\\d') = 2",
                "'two\nlines' != 'two lines'",
                "\ttype\r\n=\n'track' ",
            })
    void holds(String fql) throws Exception {
        assertThat(FqlExpression.compile(fql).test(EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event = 'Screen Tapped'",
                "context.path.path = '/login'",
                "match( context.library.version, '2.*' )",
                "!contains( context.library.name, 'js' )",
                "'blink' in properties.features",
                "properties.missing",
                "properties.text",
                "properties.n",
                "properties.object",
                "properties.features",
                "properties.no or properties.text or properties.n",
                "null",
                "false",
                "null or null",
                "event = 'button clicked'",
                "properties.missing != null",
                "properties.n = null",
            })
    void doesNotHold(String fql) throws Exception {
        assertThat(FqlExpression.compile(fql).test(EVENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'a' in userId                          | 1:5: in needs a list on its right side, and this event has a string there",
                "'a' in properties.object               | 1:5: in needs a list on its right side, and this event has an object there",
                "type = 'track' and number(event) > 1   | 1:20: number() gets a text that is no number",
                "number(properties.yes) = 1             | 1:1: number() gets a bool, which is no number",
                "number(properties.empty) = 0           | 1:1: number() gets a text that is no number",
                "number(properties.list) = 0            | 1:1: number() gets a list, which is no number",
                "bool(event)                            | 1:1: bool() gets a text that says neither true nor false (true, t, 1; false, f, 0, or nothing)",
                "match(event, properties.pattern)       | 1:1: the pattern that match() gets here cannot be used: a [ has no closing ]",
            })
    void anEventWithoutAnAnswerIsAnError(String fql, String message) throws Exception {
        // Given
        FqlExpression expression = FqlExpression.compile(fql);

        // When
        ConditionException failure = catchThrowableOfType(ConditionException.class, () -> expression.test(EVENT));

        // Then
        assertThat(failure).hasMessage(message);
        assertThat(failure.getMessage()).doesNotContain("Button", "u1");
    }

    @Test
    void whatDecidesFirstIsAllThatIsAsked() throws Exception {
        assertThat(FqlExpression.compile("type = 'track' or 'a' in userId").test(EVENT))
                .isTrue();
        assertThat(FqlExpression.compile("type = 'page' and 'a' in userId").test(EVENT))
                .isFalse();
        assertThatThrownBy(() ->
                        FqlExpression.compile("'a' in userId or type = 'track'").test(EVENT))
                .isInstanceOf(ConditionException.class);
    }

    @Test
    void anEventWithoutAnyFieldHasAnAnswer() throws Exception {
        assertThat(FqlExpression.compile("type = 'track' or 'a' in properties.tags or length(x.y) > 0")
                        .test(Events.object("{}")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type = 'track' and length(userId) > 3                 | true",
                "match(event, 'Order*') or match(event, '*Order')      | true",
                "contains(event, 'Order') and event in ['a', 'b']      | true",
                "match(event, '*Order*')                               | false",
                "match(event, properties.pattern)                      | false",
                "contains(event, properties.part)                      | false",
                "!(type = 'track' and 'a' in properties.tags)          | false",
                "lowercase(string(match(event, '*a*'))) = 'true'       | false",
                "[contains('a', userId)] = [1]                         | false",
                "length(userId) in [number(x)] or type = [match(a, b)] | false",
            })
    void whatSearchesOrLoopsOverTheEventIsNotQuick(String fql, boolean quick) throws ExpressionException {
        assertThat(FqlExpression.compile(fql).quick()).isEqualTo(quick);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type = \"track\"                     | [\"=\",\"type\",{\"value\":\"track\"}]",
                "true                                 | {\"value\":true}",
                "properties.a\\ b                     | \"properties.a b\"",
                "!(a = 1.50 and b != null or c)       | [\"!\",[\"or\",[\"and\",[\"=\",\"a\",{\"value\":1.50}],[\"!=\",\"b\",{\"value\":null}]],\"c\"]]",
                "a in ['x', b]                        | [\"in\",\"a\",{\"value\":[{\"value\":\"x\"},\"b\"]}]",
                "length(lowercase(a)) <= 3            | [\"<=\",[\"length\",[\"lowercase\",\"a\"]],{\"value\":3}]",
                "match(typeof(a), 'x*')               | [\"match\",[\"typeof\",\"a\"],{\"value\":\"x*\"}]",
                "contains(a, '') and b                | [\"and\",[\"contains\",\"a\",{\"value\":\"\"}],\"b\"]",
                "uppercase(a) = 'A'                   |",
                "b and [number(a)] = [1]              |",
                "properties.a\\.b = 1                 |",
            })
    void browsersGetTheirForm(String fql, String form) throws ExpressionException {
        assertThat(FqlExpression.compile(fql).deviceForm().map(Object::toString).orElse(null))
                .isEqualTo(form);
    }
}
