package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The types and the Destination in docs/mapping.md compile, and do what their cases say. */
class MappingPageExamplesTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> casesOfTheTypes() throws IOException, MappingException {
        List<DynamicTest> tests = new ArrayList<>();
        TypeProgram type = null;
        for (JsonNode block : blocks()) {
            if (block.path("kind").asText().equals("DestinationType")) {
                String name = block.path("metadata").path("name").asText();
                JsonNode spec = block.path("spec");
                type = TypeProgram.compile(
                        new TypeDocument(name, spec.path("version").asText(), List.of(), spec));
            } else if (block.has("cases")) {
                TypeProgram its = type;
                CaseFile.of(block)
                        .cases()
                        .forEach(each -> tests.add(DynamicTest.dynamicTest(
                                each.name(), () -> assertThat(each.run(its)).isEmpty())));
            }
        }
        assertThat(tests).hasSize(4);
        return tests.stream();
    }

    @Test
    void theDestinationMapsItsOrders() throws Exception {
        // Given
        JsonNode spec = blocks().stream()
                .filter(block -> block.path("kind").asText().equals("Destination"))
                .findFirst()
                .orElseThrow()
                .path("spec");
        JsonNode mapping = spec.path("mappings").get(0);
        Map<String, JsonNode> fields = new HashMap<>();
        mapping.path("fields").properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        JsonNode webhook = Types.yaml(Catalog.type("webhook")).path("spec");
        DestinationProgram program = DestinationProgram.compile(
                new TypeDocument("webhook", "1", List.of(), webhook),
                Types.destination(
                        spec.path("config").toString(),
                        Selection.everything(),
                        true,
                        1,
                        List.of(new DestinationDocument.Mapping(
                                mapping.path("name").asText(),
                                mapping.path("action").asText(),
                                Expression.ofCel(
                                        mapping.path("when").path("cel").asText()),
                                fields))),
                Map.of());

        // When
        List<Payload> payloads = program.map(Events.track("""
                "properties":{"order_id":"1001","products":[{"sku":"a","price":3.10}]},
                "context":{"traits":{"email":"ann@acme.example"}}"""));

        // Then
        assertThat(payloads.getLast().fields().path("data").toString())
                .isEqualTo("{\"order\":\"1001\",\"customer\":"
                        + "\"b759382850d65342f8994576b7d68f610381856dc6f89887b4474a2dbfbe8bd7\","
                        + "\"lines\":[{\"sku\":\"a\",\"cents\":310}]}");
    }

    private static List<JsonNode> blocks() throws IOException {
        List<JsonNode> blocks = new ArrayList<>();
        Matcher matcher = YAML.matcher(Files.readString(Path.of("../../docs/mapping.md")));
        while (matcher.find()) {
            blocks.add(Types.yaml(matcher.group(1)));
        }
        return blocks;
    }
}
