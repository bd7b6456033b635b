package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.Action;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionBasesTest {
    /** Editors, lint and the import read the resource; what is sent comes of the compiled type. */
    @ParameterizedTest
    @MethodSource("dev.catchment.catalog.Catalog#types")
    void theResourceAndTheCompiledTypeAgreeOnWhatAnActionIs(String name) throws Exception {
        // Given
        JsonNode spec = Types.yaml(Catalog.type(name)).path("spec");
        DestinationTypeSpec resource = ApiJson.mapper().treeToValue(spec, DestinationTypeSpec.class);
        TypeProgram program = TypeProgram.compile(new TypeDocument(name, "1", List.of(), spec));

        // Then
        assertThat(resource.actions().keySet()).isEqualTo(program.actions().keySet());
        for (String each : resource.actions().keySet()) {
            Action action = resource.action(each).orElseThrow();
            ActionSpec compiled = program.actions().get(each);
            assertThat(action.fields().keySet())
                    .as(each)
                    .isEqualTo(compiled.fields().keySet());
            assertThat(resource.fieldsOf(each))
                    .as(each)
                    .isEqualTo(compiled.fields().keySet());
            assertThat(action.values().keySet())
                    .as(each)
                    .isEqualTo(compiled.values().keySet());
            assertThat(action.refuse()).as(each).hasSameSizeAs(compiled.refusals());
            assertThat(action.requests()).as(each).hasSameSizeAs(compiled.requests());
        }
    }
}
