package dev.catchment.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource of a newer version must never stop an older operator: one that cannot be decoded ends its informer. */
class LenientDecodingTest {

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization(ApiJson.mapper(), false);

    @ParameterizedTest
    @ValueSource(classes = {Workspace.class, Source.class, Destination.class, Filter.class, DestinationType.class})
    void unknownFieldsAreIgnoredAtEveryLevel(Class<? extends HasMetadata> kind) {
        // Given
        String yaml = """
                apiVersion: catchment.dev/v1alpha1
                kind: %s
                metadata: {name: a, unknown: 1}
                novel: {a: 1}
                spec: {novel: [1], workspaceRef: {name: w, novel: 1}, when: {novel: x}, limits: {novel: 1}, log: {novel: 2}}
                status: {novel: 1, conditions: [{novel: 1}]}
                """.formatted(kind.getSimpleName());

        // When
        HasMetadata decoded = KUBERNETES.unmarshal(yaml, kind);

        // Then
        assertThat(decoded.getMetadata().getName()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(classes = {Workspace.class, Source.class, Destination.class, Filter.class, DestinationType.class})
    void missingFieldsAndNullsAreNoFailure(Class<? extends HasMetadata> kind) {
        // Given
        String yaml = "---\n{kind: " + kind.getSimpleName()
                + ", metadata: {name: a}, spec: {workspaceRef: null, sourceRefs: null, actions: null, ingest: null}}";

        // When
        HasMetadata decoded = KUBERNETES.unmarshal(yaml, kind);

        // Then
        assertThat(decoded.getMetadata().getName()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{enabled: [1]}",
                "{enabled: {a: 1}, workspaceRef: {name: acme}}",
                "{workspaceRef: acme}",
                "{workspaceRef: {name: {a: b}}}",
                "{destinationRefs: {a: {b: [c]}}, enabled: true}",
                "{when: 3}",
                "just a text",
                "[1, 2]"
            })
    void aSpecOfAnotherShapeIsNoneAndWhatIsAroundItIsRead(String spec) {
        // Given
        String list = "---\n{items: [{metadata: {name: a}, spec: " + spec
                + ", status: {observedGeneration: x}}, {metadata: {name: b}, spec: {enabled: false}}]}";

        // When
        FilterList decoded = KUBERNETES.unmarshal(list, FilterList.class);

        // Then
        assertThat(decoded.getItems())
                .extracting(f -> f.getMetadata().getName())
                .containsExactly("a", "b");
        assertThat(decoded.getItems().getFirst().getSpec()).isNull();
        assertThat(decoded.getItems().getFirst().getStatus()).isNull();
        assertThat(decoded.getItems().getLast().getSpec().active()).isFalse();
    }

    /** As an informer reads it. */
    static final class FilterList extends DefaultKubernetesResourceList<Filter> {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void unknownEnumValuesBecomeUnknown() {
        // Given
        String source = "---\n{metadata: {name: a}, spec: {type: fridge}}";
        String workspace = "---\n{metadata: {name: a}, spec: {durability: eternal, deletionPolicy: Perhaps}}";
        String destination =
                "---\n{metadata: {name: a}, spec: {connectionMode: quantum, delivery: {ordering: total}, sourceSelector: {matchExpressions: [{operator: Near}]}}}";
        String type =
                "---\n{metadata: {name: a}, spec: {modes: [quantum], config: {properties: {a: {type: colour}}}, actions: {b: {requests: [{batch: {mode: zip}}]}}}}";

        // When
        SourceSpec sourceSpec = KUBERNETES.unmarshal(source, Source.class).getSpec();
        WorkspaceSpec workspaceSpec =
                KUBERNETES.unmarshal(workspace, Workspace.class).getSpec();
        DestinationSpec destinationSpec =
                KUBERNETES.unmarshal(destination, Destination.class).getSpec();
        DestinationTypeSpec typeSpec =
                KUBERNETES.unmarshal(type, DestinationType.class).getSpec();

        // Then
        assertThat(sourceSpec.type()).isEqualTo(SourceKind.UNKNOWN);
        assertThat(workspaceSpec.durability()).isEqualTo(Durability.UNKNOWN);
        assertThat(workspaceSpec.deletionPolicy()).isEqualTo(DeletionPolicy.UNKNOWN);
        assertThat(destinationSpec.connectionMode()).isEqualTo(ConnectionMode.UNKNOWN);
        assertThat(destinationSpec.delivery().ordering()).isEqualTo(Ordering.UNKNOWN);
        assertThat(destinationSpec
                        .sourceSelector()
                        .matchExpressions()
                        .getFirst()
                        .operator())
                .isEqualTo(SelectorOperator.UNKNOWN);
        assertThat(typeSpec.modes()).isEqualTo(List.of(ConnectionMode.UNKNOWN));
        assertThat(typeSpec.config().properties().get("a").type()).isEqualTo(FieldType.UNKNOWN);
        assertThat(typeSpec.actions().get("b").requests().getFirst().batch().mode())
                .isEqualTo(BatchMode.UNKNOWN);
    }

    @Test
    void whatIsWrittenIsWhatWasRead() {
        // Given
        String yaml = """
                apiVersion: catchment.dev/v1alpha1
                kind: Filter
                metadata: {name: a}
                spec:
                  workspaceRef: {name: w}
                  enabled: true
                  sourceSelector: {}
                  destinationRefs: [{name: crm}]
                  when: {cel: 'true'}
                  drop: {}
                status:
                  conditions: [{type: Ready, status: 'True', reason: Ready, message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}]
                """;

        // When
        Filter filter = KUBERNETES.unmarshal(yaml, Filter.class);

        // Then
        ObjectNode written = KUBERNETES.convertValue(filter, ObjectNode.class);
        ObjectNode read = KUBERNETES.unmarshal(yaml, ObjectNode.class);
        assertThat(written).isEqualTo(read);
    }
}
