package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.pipeline.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/mapping.md says of expressions is so. */
class MappingPageTest {
    private static final Path PAGE = Path.of("../../docs/mapping.md");

    private record Row(List<String> cells) {
        String code(int cell) {
            String text = cells.get(cell);
            assertThat(text).as(toString()).startsWith("`").endsWith("`");
            return text.substring(1, text.length() - 1);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyExample() throws IOException {
        List<Row> rows = rows("expression", "event", "gives");
        assertThat(rows).hasSizeGreaterThan(70);
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.code(1), () -> check(row)));
    }

    private static void check(Row row) throws IOException {
        String given = Evaluations.jsonOrProblem(row.code(1), Events.object(row.code(2)));
        String expected = row.cells().get(3);
        switch (expected.split("[: ]", 2)[0]) {
            case "missing" -> assertThat(given).isEqualTo("(missing)");
            case "error" -> assertThat(given).isEqualTo(expected);
            default -> assertThat(json(given)).isEqualTo(json(row.code(3)));
        }
    }

    /** With numbers as they are written: 10.50 is not 10.5. */
    private static JsonNode json(String text) throws IOException {
        return ContractJson.EVENTS.readTree(text);
    }

    @TestFactory
    Stream<DynamicTest> everyError() throws IOException {
        List<Row> rows = rows("says");
        assertThat(rows).hasSizeGreaterThan(3);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.code(0), () -> assertThat(Evaluations.jsonOrProblem(row.code(0), Events.object("{}")))
                                .isEqualTo("error: "
                                        + row.cells().get(1).replace("\\<", "<").replace("\\>", ">"))));
    }

    @Test
    void everyFunctionHasAnExample() throws IOException {
        String examples = String.join(
                "\n",
                rows("expression", "event", "gives").stream()
                        .map(row -> row.code(1))
                        .toList());
        assertThat(CelLibrary.added()).allSatisfy(function -> assertThat(examples)
                .as(function.name())
                .containsPattern("(?<![A-Za-z])" + function.name() + "\\("));
    }

    @Test
    void everyLimitStandsThere() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        "%,d characters; %d parts".formatted(Limits.SOURCE, Limits.DEPTH),
                        "one evaluation | %,d".formatted(Limits.ITERATIONS),
                        "%,d characters (as JSON)".formatted(Limits.SIZE),
                        "looks through | %,d characters".formatted(Limits.WORK),
                        "%,d instructions".formatted(Limits.PATTERN));
    }

    /** Of the tables whose header ends so. */
    private static List<Row> rows(String... header) throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("|")) {
                inTable = false;
                continue;
            }
            List<String> cells = cells(line);
            if (cells.subList(Math.max(0, cells.size() - header.length), cells.size())
                    .equals(List.of(header))) {
                inTable = true;
            } else if (inTable && !cells.getFirst().startsWith("--")) {
                rows.add(new Row(cells));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Stream.of(inner.split("(?<!\\\\)\\|", -1))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }
}
