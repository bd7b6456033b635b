package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCaseTest {
    private static final String TYPE = """
            actions: {act: {requests: [{url: 'https://tool.example/', body: {json: {n: '${event.n}'}}}]}}
            presets: [{name: all, when: {cel: "event.type == 'track'"}, action: act}]""";
    private static final String RIGHT =
            "{requests: [{url: 'https://tool.example/', headers: {content-type: application/json}, body: {n: 1}}]}";

    @Test
    void aCaseThatFitsPasses() throws Exception {
        assertThat(run(RIGHT)).isEmpty();
    }

    /** A runner that finds nothing wrong would make every golden case worthless. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "method: PUT, url: 'https://tool.example/', headers: {Content-Type: application/json}, body: {n: 1} | method: expected PUT, got POST",
                "url: 'https://tool.example', headers: {Content-Type: application/json}, body: {n: 1} | url: expected",
                "url: 'https://tool.example/', headers: {}, body: {n: 1}                              | headers: expected",
                "url: 'https://tool.example/', headers: {Content-Type: application/json}, body: {n: 2} | body: expected",
                "url: 'https://tool.example/', headers: {Content-Type: application/json}, body: {n: 1, m: 1} | body: expected",
                "url: 'https://tool.example/', headers: {Content-Type: application/json}              | body: expected",
                "url: 'https://tool.example/', headers: {Content-Type: application/json}, bodyText: '{\"n\": 1}' | body: expected"
            })
    void everyDifferenceOfARequestIsFound(String request, String difference) throws Exception {
        assertThat(run("{requests: [{" + request + "}]}")).contains("expect[0].requests[0]." + difference);
    }

    @Test
    void everyDifferenceOfAnOutcomeIsFound() throws Exception {
        assertThat(run("{outcome: filtered, reason: NO_MATCHING_MAPPING}"))
                .contains("outcome: expected filtered, got send", "reason: expected", "number: expected 0, got 1");
        assertThat(run(RIGHT + ", " + RIGHT)).contains("number of outcomes: expected 2, got 1");
        assertThat(run("{}")).contains("requests: number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{cases: []}", "{cases: [{name: a}]}", "{cases: [{events: [{}], expect: [{}]}]}", "[]"})
    void whatIsNoCaseIsRefused(String file) {
        assertThatThrownBy(() -> TestCase.parse(Types.yaml(file))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String run(String expect) throws Exception {
        TestCase testCase = TestCase.parse(Types.yaml(
                        "cases: [{name: c, events: [{type: track, messageId: m, n: 1.0}], expect: [" + expect + "]}]"))
                .getFirst();
        return String.join("\n", testCase.run(TypeProgram.compile(Types.type(TYPE))));
    }
}
