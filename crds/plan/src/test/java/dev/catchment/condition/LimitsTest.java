package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.pipeline.Events;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However an expression is written, one evaluation ends soon, and says why and where. */
class LimitsTest {
    /** Of tens to some hundred milliseconds on a quiet machine. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String WORK = "\\d+:\\d+: the expression is too much work for one event: .*";
    private static final String SIZE = "\\d+:\\d+: (this|\\w+\\(\\)) gives more than 1,000,000 characters( of JSON)?";
    private static final String ITERATIONS = "\\d+:\\d+: more than 10000 iterations";

    private static final ObjectNode EVENT =
            Events.object("{\"long\":\"%s\",\"list\":[%s],\"objects\":[%s],\"million\":[%s]}"
                    .formatted(
                            "a".repeat(30_000),
                            numbers(1_000),
                            IntStream.range(0, 800)
                                    .mapToObj(i -> "{\"i\":" + i + ",\"t\":\"xxxxxxxxxx\"}")
                                    .collect(Collectors.joining(",")),
                            numbers(1_000_000)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.million.map(x, x)",
                "event.million.all(x, x > -1)",
                "event.million.exists(x, x == 999999)",
                "event.list.map(a, event.list.map(b, a))",
                "event.list.map(a, event.list.map(b, event.list.map(c, 1)))",
                "event.objects.map(i, event.objects.filter(j, j == i))"
            })
    void loopsAreCounted(String cel) {
        assertThat(problem(cel)).matches(ITERATIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"['a']# x + x", "[[1]]# x + x", "[[1]]# [x, x]", "[{}]# {'a': x, 'b': x}", "['\"']# json(x)"})
    void doublingEnds(String cel) {
        String step = ".map(x, " + cel.substring(cel.indexOf('#') + 2) + ")";
        assertThat(problem(cel.substring(0, cel.indexOf('#')) + step.repeat(60)))
                .matches(SIZE);
    }

    @Test
    void sharedPartsAreComparedOnlyAsFarAsTheyMayGrow() {
        String tree = "[[1]]" + ".map(x, [x, x])".repeat(40);
        assertThat(problem(tree + " == " + tree)).matches(SIZE);
        assertThat(problem("[{'a': 1}]" + ".map(x, merge({'x': x, 'y': x}))".repeat(40)))
                .matches(SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replaceAll(event.long, 'a', event.long)",
                "regexReplace(event.long, 'a', event.long)",
                "join(event.list, event.long)",
                "event.list.join(event.long)",
                "json(event)",
                "toText(event)",
                "flattenKeys({'a': event.objects, 'b': event.objects}, event.long)",
                "[event.long].map(x, replaceAll(x, 'a', x))",
                "event.list.map(i, event.million)"
            })
    void textsAndListsHaveALength(String cel) {
        assertThat(problem(cel)).matches(SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.list.map(i, event.long)",
                "event.list.map(i, event.long + 'x')",
                "event.list.map(i, urlEncode(event.long))",
                "event.list.map(i, padStart('', 100000, 'x'))",
                "event.list.map(i, json(event.objects))",
                "event.list.map(i, event.list.filter(j, j < 9).map(k, sha256(event.long)))",
                "event.list.map(i, [1, 2, 3, 4, 5, 6, 7, 8, 9].map(k, event.objects == event.objects))",
                "event.list.map(i, event.long.matches('(a?){300}a{300}b'))",
                "event.list.map(i, event.long.matches(string(i) + '(x{1,30}){1,30}'))",
                "event.list.map(i, sum(event.objects.map(o, o.i)) + size(event.long)) == []"
            })
    void workInLoopsIsCounted(String cel) {
        assertThat(problem(cel)).matches("(" + WORK + "|" + ITERATIONS + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$b", "(a*)*b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)(.*)[^a]"})
    void patternsDoNotBacktrack(String pattern) {
        assertThat(outcome("event.long.matches('" + pattern + "')")).isEqualTo("false");
    }

    @Test
    void patternsHaveASize() {
        assertThat(problem("event.long.matches('((a{1,50}){1,50}){1,50}')"))
                .isEqualTo(
                        "1:19: matches() needs a smaller regular expression: its repetitions written out have more than"
                                + " 5000 instructions");
        assertThat(problem("event.long.matches('(a?){900}a{900}$b')")).matches(WORK);
    }

    @Test
    void jsonInTextsIsNoDeeperThanEvents() {
        assertThat(outcome("jsonDecode('" + "[".repeat(64) + "]".repeat(64) + "') != null"))
                .isEqualTo("true");
        assertThat(outcome("jsonDecode('" + "[".repeat(65) + "]".repeat(65) + "')"))
                .isEqualTo("null");
        assertThat(outcome("jsonDecode('" + "[".repeat(4_000) + "')")).isEqualTo("null");
        assertThat(outcome("jsonDecode('[1e1000000000]')")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"event#.a", "1# + 1", "'a'# + 'b'", "[1]#.map(x, x)", "event# == 1 ? 2 : event", "event#[0]"})
    void chainsAreNoLongerThanAStackIsDeep(String cel) {
        String[] parts = cel.split("#", -1);
        String chain = parts[0] + parts[1].repeat(9_000 / parts[1].length());
        assertThat(problem(chain)).startsWith("1:1: the expression is nested too deeply: at most 100 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(#)", "[#]", "-#", "!#", "lower(#)", "{'a':#}"})
    void nestingEndsWithAnAnswerOrARefusal(String cel) {
        String[] parts = cel.split("#", -1);
        int times = 9_000 / (parts[0].length() + parts[1].length());
        assertThatCode(() -> outcome(parts[0].repeat(times) + "event" + parts[1].repeat(times)))
                .doesNotThrowAnyException();
    }

    @Test
    void whatMappingsDoIsFarFromTheLimits() {
        assertThat(outcome("""
                        size(json(event.objects.map(o, {
                          'id': toText(o.i), 'name': upper(o.t), 'price': o.i * 100, 'hash': sha256(o.t),
                          'tags': ['a', 'b'], 'matches': o.t.matches('^x+$')}))) > 50000""")).isEqualTo("true");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static String problem(String cel) {
        String outcome = outcome(cel);
        assertThat(outcome).startsWith("error: ");
        return outcome.substring("error: ".length());
    }

    private static String outcome(String cel) {
        return assertTimeout(SOON, () -> Evaluations.jsonOrProblem(cel, EVENT));
    }
}
