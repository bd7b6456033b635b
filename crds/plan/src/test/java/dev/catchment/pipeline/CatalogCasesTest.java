package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.file.FileFinding;
import dev.catchment.api.file.YamlFile;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The golden cases of every type of the catalogue. */
class CatalogCasesTest {
    @TestFactory
    Stream<DynamicNode> everyCaseOfEveryType() throws MappingException {
        List<DynamicNode> types = new ArrayList<>();
        for (String type : Catalog.types()) {
            TypeProgram program = TypeProgram.compile(type(type));
            types.add(dynamicContainer(
                    type,
                    cases(type)
                            .map(each -> dynamicTest(each.name(), () -> assertThat(each.run(program))
                                    .isEmpty()))));
        }
        return types.stream();
    }

    private static Stream<TestCase> cases(String type) {
        List<FileFinding> findings = new ArrayList<>();
        CaseFile file = CaseFile.of(YamlFile.parse(Path.of(type + ".test.yaml"), Catalog.cases(type), findings)
                .getFirst()
                .json());
        assertThat(findings).isEmpty();
        assertThat(file.problems()).isEmpty();
        return file.cases().stream();
    }

    static TypeDocument type(String name) {
        JsonNode spec = Types.yaml(Catalog.type(name)).path("spec");
        List<String> names = new ArrayList<>();
        spec.path("integrationNames").forEach(each -> names.add(each.asText()));
        return new TypeDocument(name, spec.path("version").asText(), names, spec);
    }
}
