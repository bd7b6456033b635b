package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.pipeline.Events;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all functions of the library, whatever they are given. */
class EveryFunctionTest {
    private static final String CONTENT = "Xq7content";

    /** One of each kind that an event can hold. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-3",
            "9007199254740993",
            "18446744073709551615",
            "123456789012345678901234567890",
            "10.50",
            "1e999",
            "\"\"",
            "\" \"",
            "\"" + CONTENT + "\"",
            "\"7\"",
            "\"h😀\"",
            "\"half \\ud83d\"",
            "\"2026-01-02T03:04:05Z\"",
            "[]",
            "[1,null,\"" + CONTENT + "\",[2.50],{\"a\":\"b\"}]",
            "{}",
            "{\"" + CONTENT + "\":{\"b\":[\"" + CONTENT + "\"]}}");

    private static final List<String> FEW = List.of("true", "7", "\"" + CONTENT + "\"", "[\"" + CONTENT + "\"]");

    /** Functions that are asked about null, or of which it is a part. */
    private static final Set<String> OF_NULL_TOO =
            Set.of("exists", "isBlank", "typeOf", "json", "jsonEncode", "toList", "merge", "get");

    /** 1e999 is a number in JSON, and infinite for CEL. */
    private static final String NOT_FINITE = "the expression gives a number that JSON cannot hold";

    static List<LibraryFunction> functions() {
        return CelLibrary.added();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void givesJsonOrSaysWhatItNeeds(LibraryFunction function) throws Exception {
        for (int count = function.required(); count <= function.parameters().size(); count++) {
            CelExpression expression = Evaluations.compile(call(function, count));
            for (String event : events(count)) {
                try {
                    JsonNode value = Evaluations.evaluate(expression, Events.object(event));
                    assertThat(value == null || Events.object("{\"v\":" + value + "}") != null)
                            .isTrue();
                } catch (ConditionException e) {
                    if (!e.isMissingField() && !NOT_FINITE.equals(e.getMessage())) {
                        assertThat(e)
                                .as("%s of %s", expression.source(), event)
                                .message()
                                .matches("1:\\d+: " + function.name() + "\\(\\) .*")
                                .doesNotContain(CONTENT);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void ofNullNothingIsMade(LibraryFunction function) throws Exception {
        // Given
        CelExpression expression = Evaluations.compile(call(function, function.required()));
        ObjectNode event = Events.object("{\"a0\":null,\"a1\":\"1\",\"a2\":\"1\"}");

        // When
        JsonNode value = null;
        try {
            value = Evaluations.evaluate(expression, event);
        } catch (ConditionException e) {
            assertThat(e)
                    .as("null came first, and was no reason to refuse")
                    .message()
                    .contains(" as argument 2");
        }

        // Then
        assertThat(value == null || value.isNull() || OF_NULL_TOO.contains(function.name()))
                .isTrue();
    }

    private static String call(LibraryFunction function, int count) {
        List<String> arguments =
                IntStream.range(0, count).mapToObj(i -> "event.a" + i).toList();
        return function.member()
                ? "event.a0." + function.name() + "(" + String.join(", ", arguments.subList(1, count)) + ")"
                : function.name() + "(" + String.join(", ", arguments) + ")";
    }

    /** Of all kinds for the first two arguments; behind them of a few, which keeps the test short. */
    private static List<String> events(int count) {
        List<String> events = List.of("\"x\":0");
        for (int i = 0; i < count; i++) {
            String name = ",\"a" + i + "\":";
            List<String> values = i < 2 ? VALUES : FEW;
            events = events.stream()
                    .flatMap(event ->
                            Stream.concat(Stream.of(event), values.stream().map(value -> event + name + value)))
                    .toList();
        }
        return events.stream().map(members -> "{" + members + "}").toList();
    }
}
