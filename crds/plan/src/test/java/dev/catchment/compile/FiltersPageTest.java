package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.filter.Decision;
import dev.catchment.filter.Filters;
import dev.catchment.filter.Integrations;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/filters.md says is what happens: each of its examples is run on the event that it shows. */
class FiltersPageTest {
    private static final String PAGE = page();
    private static final Event EVENT = Events.event(blocks("json").getFirst());
    private static final String HEAD = """
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: example}
            spec:
              workspaceRef: {name: acme}
              sourceSelector: {}
              destinationSelector: {}
            """;

    /** An example: the last two cells of a row. */
    record Example(String expression, String result) {}

    static Stream<Example> fql() {
        return tables("FQL", "is", "error");
    }

    static Stream<Example> cel() {
        return tables("CEL", "is");
    }

    @ParameterizedTest
    @MethodSource("fql")
    void fqlIsWhatThePageSays(Example example) {
        assertThat(answer(new Expression(null, example.expression()))).isEqualTo(example.result());
    }

    @ParameterizedTest
    @MethodSource("cel")
    void celIsWhatThePageSays(Example example) {
        assertThat(answer(Expression.ofCel(example.expression()))).isEqualTo(example.result());
    }

    @Test
    void everyOperatorAndFunctionHasAnExample() throws ExpressionException {
        // Given: what the parser says is known
        String known = answer(new Expression(null, ""));
        List<String> functions = List.of(
                known.substring(known.indexOf('(') + 1, known.lastIndexOf(')')).split(", "));
        String examples = String.join("\n", fql().map(Example::expression).toList());

        // When
        // Then
        assertThat(functions).hasSize(12).allSatisfy(function -> assertThat(examples)
                .contains(function + "("));
        assertThat(List.of(" = ", " != ", " < ", " <= ", " > ", " >= ", " in ", " and ", " or ", "!", "("))
                .allSatisfy(operator -> assertThat(examples).contains(operator));
        assertThat(fql().count()).isGreaterThan(70);
        assertThat(cel().count()).isGreaterThan(10);
    }

    @Test
    void filtersDoWhatThePageSays() throws IOException {
        // Given
        List<String> filters = blocks("yaml");
        List<String> results = new ArrayList<>();

        // When
        for (String yaml : filters) {
            Decision decision = Filters.of(List.of(compiled(yaml))).apply(EVENT);
            results.add(
                    decision instanceof Decision.Pass pass
                            ? pass.event().json().get("properties").toString()
                            : decision instanceof Decision.Dropped ? "not sent" : decision.toString());
        }

        // Then
        assertThat(results)
                .containsExactly(
                        "not sent",
                        "not sent",
                        "not sent",
                        parsed(blocks("json").get(1)).toString(),
                        parsed(blocks("json").get(2)).toString());
        assertThat(Pattern.compile("The event above: not sent")
                        .matcher(PAGE)
                        .results()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void theIntegrationsObjectIsReadAsThePageSays() throws IOException {
        // Given
        Integrations crm = new Integrations(List.of("crm", "Webhook"));
        List<String> found = new ArrayList<>();
        List<String> said = new ArrayList<>();

        // When
        for (List<String> row : rows("integrations", "sent to crm", "options")) {
            ObjectNode event = ContractJson.EVENTS.createObjectNode();
            event.set("integrations", parsed(code(row.getFirst())));
            String options = crm.options(event).map(ObjectNode::toString).orElse("");
            found.add(row.getFirst() + (crm.disabledBy(event) == null ? " yes " : " no ") + options);
            said.add(row.getFirst() + " " + row.get(1) + " " + code(row.get(2)));
        }

        // Then
        assertThat(said).hasSizeGreaterThan(8);
        assertThat(found).isEqualTo(said);
    }

    private static String answer(Expression expression) {
        try {
            return Boolean.toString(Condition.compile(expression).matches(EVENT));
        } catch (ConditionException e) {
            return "no answer: " + e.getMessage();
        } catch (ExpressionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** As the operator compiles it; a block that begins with the condition is the rest of a spec. */
    private static FilterDocument compiled(String yaml) throws IOException {
        String filter = yaml.startsWith("  when") ? HEAD + yaml : yaml;
        String workspace = """
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: acme}
                """;
        CompiledPlan plan =
                Checkers.compiler().compile(Inputs.of(workspace, filter).after(Map.of()));
        assertThat(plan.diagnostics().values().stream().flatMap(List::stream))
                .as(filter)
                .allMatch(found -> found.reason() == DiagnosticReason.REF_NOT_FOUND);
        FilterDocument document = plan.delivery().values().stream()
                .filter(FilterDocument.class::isInstance)
                .map(FilterDocument.class::cast)
                .findFirst()
                .orElseThrow();
        return new FilterDocument(
                document.name(), Selection.everything(), Selection.everything(), document.when(), document.action());
    }

    private static Stream<Example> tables(String language, String... results) {
        return Arrays.stream(results)
                .flatMap(result -> Stream.of(
                                rows(language, result).stream(),
                                rows("operator", language, result).stream(),
                                rows("function", language, result).stream())
                        .flatMap(rows -> rows))
                .map(row -> new Example(code(row.get(row.size() - 2)), row.getLast()));
    }

    /** The rows of all tables with this head. */
    private static List<List<String>> rows(String... head) {
        String first = "| " + String.join(" | ", head) + " |";
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : PAGE.lines().toList()) {
            inTable = line.equals(first) || (inTable && line.startsWith("|"));
            if (inTable && !line.equals(first) && !line.startsWith("|---")) {
                rows.add(Arrays.stream(line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1))
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList());
            }
        }
        return rows;
    }

    private static String code(String cell) {
        return cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : cell;
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static JsonNode parsed(String json) throws IOException {
        return ContractJson.EVENTS.readTree(json);
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "..", "docs", "filters.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
