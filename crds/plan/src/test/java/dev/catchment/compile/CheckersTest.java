package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compiler with the checks that the delivery plane runs. */
class CheckersTest {

    private static final Path TYPES = Path.of("src", "test", "resources", "compile", "types.yaml");
    private static final String BASE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            """;

    @Test
    void whatThePlanesCanRunIsAccepted() throws IOException {
        // Given
        String yaml = BASE
                + Files.readString(Path.of("src/test/resources/compile/types.yaml"))
                        .indent(0)
                        .transform(types -> "---\n" + types)
                + """
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: crm, uid: u}
                spec:
                  workspaceRef: {name: acme}
                  type: webhook
                  sourceSelector: {}
                  config: {url: "https://crm.example"}
                  mappings: [{name: own, action: send, when: {cel: "event.type == 'track'"}, fields: {data: {u: "${event.userId}"}}}]
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: Filter
                metadata: {name: f}
                spec:
                  workspaceRef: {name: acme}
                  sourceSelector: {}
                  destinationSelector: {}
                  when: {cel: "event.userId == 'x'"}
                  drop: {}
                """;

        // When
        CompiledPlan plan = Checkers.compiler()
                .compile(Inputs.of(BASE, Files.readString(TYPES), yaml).after(Map.of()));

        // Then
        assertThat(plan.diagnostics().values()).allMatch(List::isEmpty);
        assertThat(plan.delivery()).containsKeys("destination.crm", "filter.f", "type.webhook.1");
        assertThat(((DestinationDocument) plan.delivery().get("destination.crm")).hold())
                .isNull();
    }

    @Test
    void whatDoesNotCompileIsSaidWithItsPath() throws IOException {
        // Given
        String yaml = """
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: crm, uid: u}
                spec:
                  workspaceRef: {name: acme}
                  type: webhook
                  sourceSelector: {}
                  config: {url: "https://crm.example"}
                  mappings:
                    - {name: good, action: send, when: {cel: "true"}}
                    - {name: own, action: send, when: {cel: "true"}, fields: {data: {u: "${evnt.userId}"}}}
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: Filter
                metadata: {name: f}
                spec:
                  workspaceRef: {name: acme}
                  sourceSelector: {}
                  destinationSelector: {}
                  when: {cel: "event.userId == "}
                  drop: {}
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: DestinationType
                metadata: {name: chat}
                spec:
                  version: "1"
                  actions: {post: {requests: [{url: "${config.}"}]}}
                """;

        // When
        CompiledPlan plan = Checkers.compiler()
                .compile(Inputs.of(BASE, Files.readString(TYPES), yaml).after(Map.of()));

        // Then
        assertThat(plan.diagnostics().get(new ResourceId("Destination", "crm")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reason()).isEqualTo(DiagnosticReason.INVALID_MAPPING);
                    assertThat(found.path()).startsWith("spec.mappings[1]");
                    assertThat(found.message()).contains("evnt");
                });
        assertThat(plan.diagnostics().get(new ResourceId("Filter", "f")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reason()).isEqualTo(DiagnosticReason.INVALID_EXPRESSION);
                    assertThat(found.path()).isEqualTo("spec.when.cel");
                    assertThat(found.message()).startsWith("1:");
                });
        assertThat(plan.diagnostics().get(new ResourceId("DestinationType", "chat")))
                .singleElement()
                .satisfies(found -> assertThat(found.path()).startsWith("spec.actions.post"));
    }
}
