package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.plan.PlanDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * compile/&lt;case&gt;/in-N.yaml compiles to out-N.json; each step's previous plan is the step before. types.yaml is part
 * of every input. After a wanted change: {@code mvn -pl crds/plan -am test -Dtest=GoldenTest -Dgolden.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false}, and read the difference.
 */
class GoldenTest {

    private static final Path CASES = Path.of("src", "test", "resources", "compile");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compilesToWhatIsExpected(Path folder) throws IOException {
        // Given
        String types = Files.readString(CASES.resolve("types.yaml"));
        Map<String, PlanDocument> previous = Map.of();
        int step = 1;

        do {
            String yaml = Files.readString(folder.resolve("in-" + step + ".yaml"));
            Path expected = folder.resolve("out-" + step + ".json");

            // When
            CompiledPlan plan = Inputs.compiler().compile(Inputs.of(types, yaml).after(previous));

            // Then
            String out = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(plan)) + "\n";
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(expected, out);
            }
            assertThat(out).as(expected.toString()).isEqualTo(Files.readString(expected));
            assertThat(out).as("no secret in a plan").doesNotContain("hush");
            previous = throughTheWire(plan);
        } while (Files.exists(folder.resolve("in-" + ++step + ".yaml")));
        assertThat(step).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void neitherOrderNorRepetitionMatters(Path folder) throws IOException {
        // Given
        Inputs inputs =
                Inputs.of(Files.readString(CASES.resolve("types.yaml")), Files.readString(folder.resolve("in-1.yaml")));
        CompiledPlan plan = Inputs.compiler().compile(inputs.after(Map.of()));

        for (int seed = 1; seed <= 20; seed++) {
            // When
            CompiledPlan again = Inputs.compiler().compile(inputs.shuffled(seed).after(Map.of()));

            // Then
            assertThat(bytes(again)).as("seed " + seed).isEqualTo(bytes(plan));
            assertThat(again.diagnostics()).isEqualTo(plan.diagnostics());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compilingOnTopOfItselfChangesNothing(Path folder) throws IOException {
        // Given
        Inputs inputs =
                Inputs.of(Files.readString(CASES.resolve("types.yaml")), Files.readString(folder.resolve("in-1.yaml")));
        CompiledPlan plan = Inputs.compiler().compile(inputs.after(Map.of()));

        // When
        CompiledPlan again = Inputs.compiler().compile(inputs.after(throughTheWire(plan)));

        // Then
        assertThat(bytes(again)).isEqualTo(bytes(plan));
        assertThat(again.diagnostics()).isEqualTo(plan.diagnostics());
    }

    private static Map<String, String> bytes(CompiledPlan plan) {
        Map<String, String> bytes = new TreeMap<>();
        plan.all()
                .forEach((key, document) ->
                        bytes.put(key, new String(document.toJson(), java.nio.charset.StandardCharsets.UTF_8)));
        return bytes;
    }

    /** The previous plan is what was read back from the bucket. */
    private static Map<String, PlanDocument> throughTheWire(CompiledPlan plan) throws IOException {
        Map<String, PlanDocument> read = new TreeMap<>();
        for (var entry : plan.all().entrySet()) {
            read.put(
                    entry.getKey(),
                    PlanDocument.parse(entry.getKey(), entry.getValue().toJson()));
        }
        return read;
    }

    private static ObjectNode json(CompiledPlan plan) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.set("ingest", documents(plan.ingest()));
        json.set("delivery", documents(plan.delivery()));
        ObjectNode diagnostics = json.putObject("diagnostics");
        plan.diagnostics().forEach((resource, found) -> {
            var list = diagnostics.putArray(resource.kind() + "/" + resource.name());
            found.forEach(each -> list.add(each.condition().text() + (each.fatal() ? "=False " : "=True ")
                    + each.reason().text() + " " + each.path() + ": " + each.message()));
        });
        return json;
    }

    private static ObjectNode documents(Map<String, PlanDocument> documents) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        for (var entry : documents.entrySet()) {
            json.set(
                    entry.getKey(),
                    shown(entry.getKey(), JSON.readTree(entry.getValue().toJson())));
        }
        return json;
    }

    /** The type documents are the long ones, and the same everywhere. */
    private static JsonNode shown(String key, JsonNode document) throws JsonProcessingException {
        return key.startsWith("type.") && document instanceof ObjectNode object
                ? object.put("spec", "(" + object.get("spec").size() + " fields)")
                : document;
    }
}
