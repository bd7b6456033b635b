package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCaseTest {
    private static final String TYPE = """
            actions: {act: {requests: [{url: 'https://tool.example/', body: {json: {n: '${event.n}', list: '${event.list}', o: '${event.o}'}}}]}}
            presets: [{name: all, when: {cel: "event.type == 'track'"}, action: act}]""";
    private static final String HEAD = "url: 'https://tool.example/', headers: {content-type: application/json}";

    @Test
    void aCaseThatFitsPasses() throws Exception {
        assertThat(run("{requests: [{" + HEAD + ", body: {o: {b: 2, a: 1}, list: [1, {x: y}], n: 1.0}}]}"))
                .isEmpty();
    }

    /** A runner that finds nothing wrong would make every golden case worthless. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "method: PUT, HEAD, BODY | method: expected \"PUT\", got \"POST\"",
                "url: 'https://tool.example', headers: {Content-Type: application/json}, BODY | url: expected \"https://tool.example\", got \"https://tool.example/\"",
                "url: 'https://tool.example/', BODY | headers.Content-Type: expected (absent), got \"application/json\"",
                "url: 'https://tool.example/', headers: {content-type: application/json, X-A: b}, BODY | headers.X-A: expected \"b\", got (absent)",
                "HEAD, body: {n: 2, list: [1, {x: y}], o: {a: 1, b: 2}} | body.n: expected 2, got 1",
                "HEAD, body: {n: '1', list: [1, {x: y}], o: {a: 1, b: 2}} | body.n: expected \"1\", got 1",
                "HEAD, body: {n: 1, list: [1, {x: y}], o: {a: 1, b: 2}, m: 1} | body.m: expected 1, got (absent)",
                "HEAD, body: {n: 1, list: [1, {x: y}]} | body.o: expected (absent), got {\"a\":1,\"b\":2}",
                "HEAD, body: {n: 1, list: [1, {x: z}], o: {a: 1, b: 2}} | body.list[1].x: expected \"z\", got \"y\"",
                "HEAD, body: {n: 1, list: [1], o: {a: 1, b: 2}} | body.list[1]: expected (absent), got {\"x\":\"y\"}",
                "HEAD, body: {n: 1, list: [1, {x: y}, 3], o: {a: 1, b: 2}} | body.list[2]: expected 3, got (absent)",
                "HEAD | body: expected null, got {\"n\":1,\"list\":[1,{\"x\":\"y\"}],\"o\":{\"a\":1,\"b\":2}}",
                "HEAD, bodyText: '{\"n\": 1}' | bodyText: expected \"{\\\"n\\\": 1}\", got \"{\\\"n\\\":1,\\\"list\\\":[1,{\\\"x\\\":\\\"y\\\"}],\\\"o\\\":{\\\"a\\\":1,\\\"b\\\":2}}\""
            })
    void everyDifferenceOfARequestIsFound(String request, String difference) throws Exception {
        String complete =
                request.replace("HEAD", HEAD).replace("BODY", "body: {n: 1, list: [1, {x: y}], o: {a: 1, b: 2}}");
        assertThat(run("{requests: [{" + complete + "}]}")).containsExactly("expect[0].requests[0]." + difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{outcome: filtered, reason: NO_MATCHING_MAPPING} | expect[0].outcome: expected filtered, got send",
                "{requests: []} | expect[0].requests[0]: expected (absent), got POST https://tool.example/",
                "{messageIds: [m, m2], requests: [{match: partial}]} | expect[0].messageIds[1]: expected \"m2\", got (absent)",
                "{requests: [{match: partial}]}, {outcome: held} | expect[1]: expected held, got (absent)"
            })
    void everyDifferenceOfAnOutcomeIsFound(String expect, String difference) throws Exception {
        assertThat(run(expect)).singleElement().asString().startsWith(difference);
    }

    @Test
    void anOutcomeThatWasNotExpectedSaysWhy() throws Exception {
        // Given
        String page = "cases: [{name: c, events: [{type: page, messageId: m}], expect: [%s]}]";

        // When
        List<Difference> outcome = run(only(page.formatted("{requests: [{match: partial}]}")));
        List<Difference> reason = run(only(page.formatted("{outcome: filtered, reason: DISABLED, detail: disabled}")));
        List<Difference> detail =
                run(only(page.formatted("{outcome: filtered, reason: NO_MATCHING_MAPPING, detail: no preset}")));

        // Then
        assertThat(outcome)
                .singleElement()
                .hasToString("expect[0].outcome: expected send, got filtered NO_MATCHING_MAPPING"
                        + " (no preset and no mapping matches the event)");
        assertThat(reason).extracting(Difference::path).containsExactly("expect[0].reason", "expect[0].detail");
        assertThat(detail).isEmpty();
    }

    /** Of a long text only the neighbourhood of the first difference is of interest. */
    @Test
    void aLongTextIsShownWhereItDiffers() throws Exception {
        // Given
        String text = "a".repeat(300);
        String file =
                "cases: [{name: c, events: [{type: track, messageId: m, n: %s}], expect: [{requests: [{match: partial, bodyText: '{\"n\":\"%sb\"}'}]}]}]"
                        .formatted(text, text);

        // When
        List<Difference> differences = run(only(file));

        // Then
        assertThat(differences)
                .singleElement()
                .hasToString("expect[0].requests[0].bodyText from character 307: expected …%sb\"}, got …%s\"}"
                        .formatted("a".repeat(40), "a".repeat(40)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{match: partial}",
                "{match: partial, headers: {content-type: application/json}}",
                "{match: partial, body: {list: [1, {}]}}",
                "{match: partial, body: {o: {a: 1.0}}, url: 'https://tool.example/'}"
            })
    void inAPartialMatchWhatIsNotWrittenIsNotCompared(String request) throws Exception {
        assertThat(run("{requests: [" + request + "]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{match: partial, method: PUT} | method: expected",
                "{match: partial, headers: {X-A: b}} | headers.X-A: expected",
                "{match: partial, body: {list: [1]}} | body.list[1]: expected",
                "{match: partial, body: {o: {a: 2}}} | body.o.a: expected 2, got 1",
                "{match: partial, body: null} | body: expected null"
            })
    void inAPartialMatchWhatIsWrittenCounts(String request, String difference) throws Exception {
        assertThat(run("{requests: [" + request + "]}"))
                .singleElement()
                .asString()
                .startsWith("expect[0].requests[0]." + difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | must be an object with cases",
                "{} | cases: is required",
                "{cases: []} | cases: must have at least one case",
                "{cases: x} | cases: must be a list",
                "{cases: [x]} | cases[0]: must be an object with name, destination,",
                "{case: [], cases: [CASE]} | case: is not known here; known are cases; did you mean 'cases'?",
                "{cases: [{events: [EVENT], expect: [DROP]}]} | cases[0].name: is required",
                "{cases: [{name: a, expect: [DROP]}]} | cases[0].events: is required",
                "{cases: [{name: a, events: [EVENT]}]} | cases[0].expect: is required",
                "{cases: [CASE, CASE]} | cases[1].name: is the name of cases[0] too",
                "{cases: [{name: 5, events: [EVENT], expect: [DROP]}]} | cases[0].name: must be a text",
                "{cases: [{name: a, events: [], expect: [DROP]}]} | cases[0].events: must have at least one event",
                "{cases: [{name: a, events: [{messageId: m}], expect: [DROP]}]} | cases[0].events[0].type: is required",
                "{cases: [{name: a, events: [{type: trak, messageId: m}], expect: [DROP]}]} | cases[0].events[0].type: must be one of identify, track, page, screen, group, alias; did you mean 'track'?",
                "{cases: [{name: a, events: [{type: track}], expect: [DROP]}]} | cases[0].events[0].messageId: is required",
                "{cases: [{name: a, events: [5], expect: [DROP]}]} | cases[0].events[0]: must be an object",
                "{cases: [{name: a, at: soon, events: [EVENT], expect: [DROP]}]} | cases[0].at: must be a time",
                "{cases: [{name: a, batch: 0, events: [EVENT], expect: [DROP]}]} | cases[0].batch: must be a whole number from 1",
                "{cases: [{name: a, destination: 5, events: [EVENT], expect: [DROP]}]} | cases[0].destination: must be the name of a Destination, or an object",
                "{cases: [{name: a, destination: {confg: {}}, events: [EVENT], expect: [DROP]}]} | cases[0].destination.confg: is not known here; known are name, config, secrets, accessToken, token, disabledPresets, mappings; did you mean 'config'?",
                "{cases: [{name: a, secrets: {k: v}, events: [EVENT], expect: [DROP]}]} | cases[0].secrets: belongs to a case that names a Destination",
                "{cases: [{name: a, destination: {mappings: [{name: m, action: x, when: {}}]}, events: [EVENT], expect: [DROP]}]} | cases[0].destination.mappings[0].when: must have cel or fql",
                "{cases: [{name: a, answers: [{stauts: 404}], events: [EVENT], expect: [DROP]}]} | cases[0].answers[0].stauts: is not known here",
                "{cases: [{name: a, answers: [{url: '('}], events: [EVENT], expect: [DROP]}]} | cases[0].answers[0].url: is no regular expression",
                "{cases: [{name: a, answers: [{json: {}, text: x}], events: [EVENT], expect: [DROP]}]} | cases[0].answers[0].text: cannot stand beside json",
                "{cases: [{name: a, events: [EVENT], expect: [{outcome: dropped}]}]} | cases[0].expect[0].outcome: must be one of send, partly, filtered, refused, held, retry",
                "{cases: [{name: a, events: [EVENT], expect: [{outcome: filtered, reason: NO}]}]} | cases[0].expect[0].reason: must be one of DISABLED",
                "{cases: [{name: a, events: [EVENT], expect: [{}]}]} | cases[0].expect[0].requests: is required",
                "{cases: [{name: a, events: [EVENT], expect: [{requests: [{}]}]}]} | cases[0].expect[0].requests[0].url: is required",
                "{cases: [{name: a, events: [EVENT], expect: [{requests: [{url: u, boddy: 1}]}]}]} | cases[0].expect[0].requests[0].boddy: is not known here; known are method, url, headers, body, bodyText, match; did you mean 'body'?",
                "{cases: [{name: a, events: [EVENT], expect: [{requests: [{url: u, body: 1, bodyText: x}]}]}]} | cases[0].expect[0].requests[0].bodyText: cannot stand beside body",
                "{cases: [{name: a, events: [EVENT], expect: [{requests: [{url: u, match: loose}]}]}]} | cases[0].expect[0].requests[0].match: must be one of exact, partial"
            })
    void whatIsWrongWithAFileIsSaidWithItsPath(String file, String problem) {
        // Given
        String event = "{type: track, messageId: m}";
        String drop = "{outcome: filtered, reason: DISABLED}";
        String one = "{name: a, events: [" + event + "], expect: [" + drop + "]}";

        // When
        CaseFile cases = CaseFile.of(
                Types.yaml(file.replace("CASE", one).replace("EVENT", event).replace("DROP", drop)));

        // Then
        assertThat(cases.cases()).isEmpty();
        assertThat(cases.problems())
                .anySatisfy(each -> assertThat(each.toString()).startsWith(problem));
    }

    private static List<String> run(String expect) throws Exception {
        return run(only(
                        "cases: [{name: c, events: [{type: track, messageId: m, n: 1, list: [1, {x: y}], o: {a: 1, b: 2}}], expect: ["
                                + expect + "]}]"))
                .stream()
                .map(Difference::toString)
                .toList();
    }

    private static List<Difference> run(TestCase testCase) throws Exception {
        return testCase.run(TypeProgram.compile(Types.type(TYPE)));
    }

    private static TestCase only(String file) {
        CaseFile cases = CaseFile.of(Types.yaml(file));
        assertThat(cases.problems()).isEmpty();
        return cases.cases().getFirst();
    }
}
