package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.condition.fql.FqlExpression;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FQL beside Segment's own evaluator for browsers (npm's {@code @segment/tsub}): alike, or different for a stated reason. */
class FqlTsubIT {
    private static final long SEED = 20_260_102;
    private static final int RANDOM = 4_000;

    /** The fields of which {@link RandomFql} makes its expressions are all there, with other values in each event. */
    private static final List<String> EVENTS = List.of("""
            {"type":"track","event":"Order Completed","userId":"u1","context":{"library":{"name":"analytics.js"},"traits":null},
             "properties":{"text":"a/b","n":5,"half":0.5,"zero":0,"minus":-1.5,"yes":true,"no":false,"nothing":null,"empty":[],
              "list":[1,"a",[2]],"same list":[1,"a",[2]],"object":{"a":1,"b":[2]},"swapped":{"b":[2],"a":1},"star":"ab*d"}}""", """
            {"type":"page","event":"order completed","context":{"library":{"name":"analytics.ks"},"traits":null},
             "properties":{"text":"ÄÖ ü","n":5.0,"half":-0.5,"zero":0.0,"minus":-1,"yes":true,"no":false,"nothing":null,"empty":[],
              "list":[1.0,"a",[2]],"same list":[1,"a",[2]],"object":{"a":1},"swapped":{"a":1.0},"star":"ab d"}}""", """
            {"type":"identify","event":"","userId":"","context":{"library":{"name":"5"},"traits":null},
             "properties":{"text":"true","n":1000000,"half":7,"zero":-0.0,"minus":-100,"yes":true,"no":false,"nothing":null,
              "empty":[],"list":[],"same list":["a",1,[2]],"object":{},"swapped":{},"star":"*"}}""", """
            {"type":"track","event":"it's","context":{"library":{"name":"a?b"},"traits":null},
             "properties":{"text":"Order Completed","n":0,"half":0.25,"zero":5,"minus":-1.50,"yes":false,"no":true,"nothing":null,
              "empty":[],"list":[null],"same list":[null],"object":{"a":null},"swapped":{"a":{}},"star":"a"}}""");

    private static final String ALIKE = """
            true
            false
            null
            type = 'track'
            type != "track"
            userId = 'u1'
            userId != 'u1'
            'u1' = userId
            event
            properties.yes
            properties.nothing
            properties.missing
            properties.list
            !properties.yes
            !properties.text
            !properties.missing
            !!properties.yes
            properties.n = 5
            properties.n = 5.0
            properties.n = '5'
            properties.n != '5'
            properties.zero = 0
            properties.zero = false
            properties.zero != null
            properties.yes = true
            properties.text = true
            properties.nothing = null
            properties.nothing != null
            properties.nothing = context.traits
            properties.missing = 'x'
            properties.missing != 'x'
            properties.missing = properties.absent
            properties.list = properties.same\\ list
            properties.list != properties.same\\ list
            properties.list = properties.empty
            properties.object = properties.swapped
            properties.object != properties.list
            properties.nothing = properties.object
            [1, 'a'] = [1, 'a']
            [1, 'a'] = ['a', 1]
            [] = []
            [1.0] = [1]
            properties.n < 6
            properties.n <= 5
            properties.n > 5
            properties.n >= 5.0
            properties.text > 1
            properties.missing < 1
            properties.nothing <= 0
            properties.list > 0
            -1.5 = properties.minus
            +5 = properties.n
            0.5 > properties.half
            type in ['track', 'page']
            type in []
            !(type in ['track'])
            properties.n in [1, 5, 'x']
            properties.zero in [0, false]
            userId in [event, userId, null]
            null in [null]
            '5' in [5]
            contains(event, 'Comp')
            contains(event, '')
            contains('', event)
            contains(properties.n, '5')
            contains(event, 5)
            contains(properties.missing, 'x')
            contains(properties.list, 'a')
            !contains(event, 'x')
            contains(event, 'x') = false
            match(event, 'Order *')
            match(event, '*')
            match('', event)
            match(properties.text, 'a*b')
            match(properties.text, 'a?b')
            match(properties.text, 'a/b')
            match(properties.text, '*[ü]')
            match(properties.text, '[^a]*')
            match(event, '[a-z]*')
            match(properties.star, 'ab\\*d')
            match(properties.star, 'ab\\\\*d')
            match(properties.star, '\\*')
            match(event, properties.star)
            match(properties.star, properties.star)
            match(properties.n, '*')
            match(properties.missing, '*')
            match(event, '*e*e*e*d')
            match(event, '[z-a]*')
            match(event, '[A-Za-z ]*') = true
            length(event) = 15
            length(event) > 3
            length(properties.list) = 3
            length(properties.empty) = 0
            length(properties.nothing) = 0
            length(null) = 0
            length(properties.n) = 0
            length(properties.n) != 0
            length(properties.object) < 1
            length(properties.n) = length(properties.n)
            length(event) >= length(properties.text)
            lowercase(event) = 'order completed'
            lowercase(properties.text) = 'äö ü'
            lowercase(properties.n) = null
            lowercase(properties.missing) = null
            lowercase(event) != event
            typeof(event) = 'string'
            typeof(properties.n) = 'number'
            typeof(properties.object) = 'object'
            typeof(properties.list) = 'string'
            type = 'track' and properties.n = 5
            type = 'track' or type = 'page' and properties.n = 5
            (type = 'track' or type = 'page') and properties.n = 5
            type = 'track' and (properties.yes or !properties.no) and userId != ''
            !(type = 'track' or type = 'page')
            false and true or true
            properties.list.0 = 1
            properties.list.2.0 = 2
            properties.list.7 = 1
            'x' in event
            properties.n in properties.zero
            1 in properties.object""";

    /** What each says on the first event, and why. */
    private record Difference(String fql, String ours, String tsub, String reason) {}

    private static final List<Difference> DIFFERENT = List.of(
            new Difference("properties.missing = null", "true", "false", "a missing field is null, as documented"),
            new Difference("properties.missing != null", "false", "true", "a missing field is null, as documented"),
            new Difference("null in [properties.missing]", "true", "false", "a missing field is null, as documented"),
            new Difference("length(properties.missing) = 0", "true", "false", "the length of null is 0, as documented"),
            new Difference("length('ア') = 3", "true", "false", "length counts bytes, as documented"),
            new Difference("typeof(properties.list) = 'list'", "true", "false", "typeof has the documented words"),
            new Difference("typeof(properties.yes) = 'bool'", "true", "false", "typeof has the documented words"),
            new Difference("typeof(properties.nothing) = 'null'", "true", "false", "typeof has the documented words"),
            new Difference("typeof(properties.missing) = 'null'", "true", "false", "typeof has the documented words"),
            new Difference(
                    "'a' in properties.list",
                    "true",
                    "false",
                    "a list of the event's is looked through, as documented"),
            new Difference("'a' in properties.missing", "false", "error", "nothing is in a list that is not there"),
            new Difference("'a' in null", "false", "error", "nothing is in a list that is not there"),
            new Difference(
                    "properties.same\\ list = [1, 'a', [2]]",
                    "true",
                    "false",
                    "a list is equal to one that is written"),
            new Difference("[2] in properties.list", "true", "false", "lists are equal by their elements here too"),
            new Difference("contains(lowercase(event), 'order')", "true", "false", "functions take functions' results"),
            new Difference("match(lowercase(event), 'order*')", "true", "false", "functions take functions' results"),
            new Difference("length(lowercase(event)) = 15", "true", "false", "functions take functions' results"),
            new Difference(
                    "lowercase(event) in ['order completed']", "true", "false", "operators take functions' results"),
            new Difference("(properties.n = 5) = true", "true", "false", "operators take what stands in brackets"),
            new Difference("9007199254740993 = 9007199254740992", "false", "true", "numbers are compared exactly"),
            new Difference("properties.star.length = 4", "false", "true", "a text has no fields"),
            new Difference("properties.list.length = 3", "false", "true", "a list has no fields"),
            new Difference("match('a😀b', 'a?b')", "true", "false", "? is one character, as documented"));

    @Test
    void theTableIsAnsweredAlike() throws Exception {
        assertAlike(ALIKE.lines().toList());
    }

    @Test
    void randomExpressionsAreAnsweredAlike() throws Exception {
        // Given
        System.out.println("FQL beside tsub: " + RANDOM + " random expressions with seed " + SEED);
        RandomFql random = new RandomFql(SEED);
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            expressions.add(random.next(i % 4));
        }

        // When
        // Then
        List<String> answers = assertAlike(expressions);
        assertThat(answers.stream().filter("true"::equals).count()).isBetween(1_000L, answers.size() - 1_000L);
    }

    @Test
    void whatDiffersDiffersForAReason() throws Exception {
        // Given
        Tsub tsub = new Tsub();
        List<String> found = new ArrayList<>();
        for (Difference difference : DIFFERENT) {
            FqlExpression expression = FqlExpression.compile(difference.fql());
            tsub.ask(expression.deviceForm().orElseThrow(), event(EVENTS.getFirst()));
            found.add(difference.fql() + ": " + answer(expression, event(EVENTS.getFirst())));
        }

        // When
        List<String> answers = tsub.answers();

        // Then
        assertThat(found)
                .containsExactlyElementsOf(DIFFERENT.stream()
                        .map(difference -> difference.fql() + ": " + difference.ours())
                        .toList());
        for (int i = 0; i < DIFFERENT.size(); i++) {
            assertThat(DIFFERENT.get(i).fql() + ": " + answers.get(i))
                    .as(DIFFERENT.get(i).reason())
                    .isEqualTo(DIFFERENT.get(i).fql() + ": " + DIFFERENT.get(i).tsub());
        }
    }

    /** A pattern of the event's that says nothing: fail closed here, no match there. */
    @Test
    void aPatternThatCannotBeUsedFailsHereAndMatchesNothingThere() throws Exception {
        // Given
        FqlExpression expression = FqlExpression.compile("match(event, properties.pattern)");
        ObjectNode event = event("{\"event\":\"a\",\"properties\":{\"pattern\":\"a[\"}}");
        Tsub tsub = new Tsub();
        tsub.ask(expression.deviceForm().orElseThrow(), event);

        // When
        // Then
        assertThat(answer(expression, event)).isEqualTo("error");
        assertThat(tsub.answers()).containsExactly("false");
    }

    private static List<String> assertAlike(List<String> expressions) throws Exception {
        Tsub tsub = new Tsub();
        List<String> ours = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (String fql : expressions) {
            FqlExpression expression = compile(fql);
            for (String text : EVENTS) {
                ObjectNode event = event(text);
                tsub.ask(expression.deviceForm().orElseThrow(), event);
                ours.add(answer(expression, event));
                questions.add(fql + "   on event " + EVENTS.indexOf(text));
            }
        }
        List<String> theirs = tsub.answers();
        assertThat(theirs).hasSameSizeAs(ours);
        List<String> apart = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                apart.add(questions.get(i) + ": " + ours.get(i) + " here, " + theirs.get(i) + " there");
            }
        }
        assertThat(apart).as("of %d questions", ours.size()).isEmpty();
        return ours;
    }

    private static FqlExpression compile(String fql) {
        try {
            return FqlExpression.compile(fql);
        } catch (ExpressionException e) {
            throw new AssertionError(fql + ": " + e.getMessage(), e);
        }
    }

    private static String answer(FqlExpression expression, ObjectNode event) {
        try {
            return Boolean.toString(expression.test(event));
        } catch (ConditionException e) {
            return "error";
        }
    }

    private static ObjectNode event(String json) throws IOException {
        return (ObjectNode) ContractJson.EVENTS.readTree(json);
    }
}
