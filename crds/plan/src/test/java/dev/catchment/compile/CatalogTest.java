package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.catchment.api.file.LoadedResources;
import dev.catchment.api.file.ResourceReader;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.plan.DestinationDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped webhook type, from its file to the plan, under the CRD's schema with nothing let pass. */
class CatalogTest {

    private static final String HUB = """
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              sourceSelector: {}
              config: {url: "%s"}
            """;

    @Test
    void theWebhookTypeFitsTheSchemaAndCompiles() throws IOException {
        // Given
        LoadedResources loaded = hub("https://crm.example/hook");

        // When
        CompiledPlan plan = compile(loaded);

        // Then
        assertThat(loaded.findings()).isEmpty();
        assertThat(plan.diagnostics().values()).allMatch(List::isEmpty);
        DestinationDocument crm = (DestinationDocument) plan.delivery().get("destination.crm");
        assertThat(crm.hold()).isNull();
        assertThat(crm.delivery().timeoutMillis()).isEqualTo(30_000);
    }

    @ParameterizedTest
    @MethodSource("dev.catchment.catalog.Catalog#types")
    void everyTypeFitsTheSchema(String type) throws IOException {
        // When
        LoadedResources loaded = ResourceReader.parse(Path.of(type + ".yaml"), Catalog.type(type));

        // Then
        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.all(DestinationType.class))
                .extracting(each -> each.getMetadata().getName())
                .containsExactly(type);
    }

    @Test
    void aSettingThatDoesNotFitIsFoundOnItsLine() throws IOException {
        // Given
        LoadedResources loaded = hub("ftp://crm.example");

        // When
        CompiledPlan plan = compile(loaded);

        // Then
        List<Diagnostic> found = plan.diagnostics().get(new ResourceId("Destination", "crm"));
        assertThat(found)
                .extracting(Diagnostic::reason, Diagnostic::path)
                .containsExactly(tuple(DiagnosticReason.INVALID_CONFIG, "spec.config.url"));
        assertThat(loaded.place(
                        "Destination", "default", "crm", found.getFirst().path()))
                .hasValueSatisfying(place -> assertThat(place.line())
                        .isEqualTo(loaded.place("Destination", "default", "crm", "spec.config")
                                .orElseThrow()
                                .line()));
    }

    private static CompiledPlan compile(LoadedResources loaded) {
        return Checkers.compiler()
                .compile(new PlanInput(
                        loaded.all(Workspace.class).getFirst(),
                        List.of(),
                        loaded.all(Destination.class),
                        List.of(),
                        loaded.all(DestinationType.class),
                        Map.of(),
                        Map.of(),
                        Installation.standard(),
                        Inputs.SEALER,
                        PlanInput.STANDARD_DOCUMENT_MAX_BYTES));
    }

    private static LoadedResources hub(String url) throws IOException {
        try (InputStream type = CatalogTest.class.getResourceAsStream("/catalog/webhook.yaml")) {
            assertThat(type).as("catalog/webhook.yaml on the classpath").isNotNull();
            String yaml = new String(type.readAllBytes(), StandardCharsets.UTF_8) + HUB.formatted(url);
            return ResourceReader.parse(Path.of("hub.yaml"), yaml);
        }
    }
}
