package dev.catchment.condition.fql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.pipeline.Events;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever somebody writes is an expression or is refused, and an expression answers or fails as it should. */
class FqlPropertyTest {
    private static final ObjectNode EVENT = Events.object("""
            {"type":"track","a":"x[","b":7,"c":[1,"x",null,{"d":true}],"d":{"e":null,"f g":true},"e":1e999999999}""");

    @Property(tries = 5_000)
    void anyTextIsReadOrRefused(@ForAll("texts") String source) {
        answers(source);
    }

    @Property(tries = 5_000)
    void anyWordsAreReadOrRefused(@ForAll("words") String source) {
        answers(source);
    }

    @Property(tries = 5_000)
    void whatIsPrintedIsReadAsTheSame(@ForAll("expressions") String source) throws ExpressionException {
        // Given
        FqlExpression expression = FqlExpression.compile(source);

        // When
        FqlExpression again = FqlExpression.compile(expression.toString());

        // Then
        assertThat(again).hasToString(expression.toString());
        assertThat(again.deviceForm()).isEqualTo(expression.deviceForm());
        assertThat(answer(again)).isEqualTo(answer(expression));
        assertThat(again.quick()).isEqualTo(expression.quick());
    }

    private static void answers(String source) {
        try {
            FqlExpression expression = FqlExpression.compile(source);
            answer(expression);
            assertThat(FqlExpression.compile(expression.toString())).hasToString(expression.toString());
        } catch (ExpressionException e) {
            assertThat(e.getMessage()).startsWith(e.line() + ":" + e.column() + ": ");
            assertThat(e.line()).isBetween(1, (int) source.lines().count() + 1);
        }
    }

    private static String answer(FqlExpression expression) {
        try {
            return Boolean.toString(expression.test(EVENT));
        } catch (ConditionException e) {
            return String.valueOf(e.getMessage()).replaceFirst("^[0-9]+:[0-9]+: ", "");
        } catch (RuntimeException e) {
            return fail(expression + " on " + EVENT, e);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "c.0",
                        "d.f\\ g",
                        "\\$x",
                        "and",
                        "or",
                        "in",
                        "!",
                        "=",
                        "!=",
                        "<",
                        "<=",
                        "(",
                        ")",
                        "[",
                        "]",
                        ",",
                        "'x'",
                        "\"y\\\"\"",
                        "'[a-z]*'",
                        "1",
                        "-2.50",
                        "true",
                        "null",
                        "contains",
                        "match",
                        "length",
                        "number",
                        "bool",
                        "typeof",
                        ".",
                        "\\",
                        "'",
                        "\n",
                        "é",
                        "😀",
                        "\ud83d")
                .list()
                .ofMaxSize(14)
                .flatMap(words -> Arbitraries.of("", " ").map(space -> String.join(space, words)));
    }

    @Provide
    Arbitrary<String> expressions() {
        return truth(3);
    }

    /** A text that is read as true or false. */
    private static Arbitrary<String> truth(int depth) {
        Arbitrary<String> simple =
                Arbitraries.of("true", "false", "null", "a", "d.f\\ g", "\\and", "\\event.x", "\\1.2", "x\\.y");
        if (depth == 0) {
            return simple;
        }
        Arbitrary<String> truth = Arbitraries.lazy(() -> truth(depth - 1));
        Arbitrary<String> value = Arbitraries.lazy(() -> value(depth - 1));
        Arbitrary<String> operator = Arbitraries.of("=", "!=", "<", "<=", ">", ">=");
        return Arbitraries.oneOf(
                simple,
                truth.map(each -> "(" + each + ")"),
                truth.map(each -> "!(" + each + ")"),
                truth.list().ofMinSize(2).ofMaxSize(3).map(all -> "(" + String.join(" and ", all) + ")"),
                truth.list().ofMinSize(2).ofMaxSize(3).map(all -> "(" + String.join(") or (", all) + ")"),
                truth.list().ofMinSize(2).ofMaxSize(3).map(all -> String.join(" or ", all)),
                truth.list().ofMinSize(2).ofMaxSize(3).map(all -> String.join(" and ", all)),
                value.list().ofSize(2).flatMap(two -> operator.map(op -> two.get(0) + " " + op + " " + two.get(1))),
                value.flatMap(one -> value.list().ofMaxSize(3).map(all -> one + " in [" + String.join(",", all) + "]")),
                value.map(one -> one + " in c"),
                value.list().ofSize(2).map(two -> "contains(" + two.get(0) + "," + two.get(1) + ")"),
                value.map(one -> "match(" + one + ", '*\\\\*[a-z\\'\"]?')"),
                value.map(one -> "match('x', " + one + ")"));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> simple = Arbitraries.of(
                "1",
                "-2.50",
                "+3",
                "'x'",
                "\"it's\"",
                "'\\\\\\''",
                "'\\d'",
                "''",
                "'😀\n'",
                "true",
                "null",
                "b",
                "c",
                "c.3.d",
                "d",
                "d.e",
                "e",
                "\\ .\\.");
        if (depth == 0) {
            return simple;
        }
        Arbitrary<String> value = Arbitraries.lazy(() -> value(depth - 1));
        Arbitrary<String> truth = Arbitraries.lazy(() -> truth(depth - 1));
        Arbitrary<String> function = Arbitraries.of(
                "bool",
                "length",
                "lowercase",
                "uppercase",
                "snakecase",
                "kebabcase",
                "titlecase",
                "typeof",
                "string",
                "number");
        return Arbitraries.oneOf(
                simple,
                function.flatMap(name -> value.map(one -> name + "(" + one + ")")),
                value.list().ofMaxSize(3).map(all -> "[" + String.join(", ", all) + "]"),
                truth.map(each -> "(" + each + ")"));
    }
}
