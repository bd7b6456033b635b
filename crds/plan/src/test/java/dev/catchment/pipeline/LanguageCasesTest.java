package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What the mapping language can say, as types of no tool with golden cases: src/test/resources/language. */
class LanguageCasesTest {
    @TestFactory
    List<DynamicNode> everyCaseOfEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/language"))) {
            return files.sorted().<DynamicNode>map(LanguageCasesTest::tests).toList();
        }
    }

    private static DynamicNode tests(Path file) {
        JsonNode yaml = Types.yaml(read(file));
        List<String> names = new ArrayList<>();
        yaml.path("spec").path("integrationNames").forEach(name -> names.add(name.asText()));
        TypeDocument type = new TypeDocument("tool", "1", names, yaml.get("spec"));
        return dynamicContainer(
                file.getFileName().toString(),
                cases(yaml).stream()
                        .map(each -> dynamicTest(each.name(), () -> assertThat(each.run(TypeProgram.compile(type)))
                                .isEmpty())));
    }

    private static List<TestCase> cases(JsonNode yaml) {
        CaseFile file = CaseFile.of(JsonNodeFactory.instance.objectNode().set("cases", yaml.get("cases")));
        assertThat(file.problems()).isEmpty();
        return file.cases();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
