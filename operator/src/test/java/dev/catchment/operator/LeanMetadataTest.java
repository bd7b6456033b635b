package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.Destination;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class LeanMetadataTest {
    private static final String METADATA = """
            apiVersion: %s
            kind: %s
            metadata:
              name: crm
              namespace: team
              uid: u
              generation: 3
              resourceVersion: "7"
              labels: {team: a}
              annotations:
                catchment.dev/paused: "true"
                kubectl.kubernetes.io/last-applied-configuration: '{"spec": {}}'
              managedFields:
              - {manager: kubectl, operation: Apply, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:replicas": {}}}}
            """;

    private final KubernetesSerialization serialization = new KubernetesSerialization(LeanMetadata.mapper(), true);

    @Test
    void aResourceOfOursIsReadWithoutWhatNobodyLooksAt() {
        // When
        Destination read =
                serialization.unmarshal(METADATA.formatted("catchment.dev/v1alpha1", "Destination"), Destination.class);

        // Then
        assertThat(read.getMetadata().getManagedFields()).isNullOrEmpty();
        assertThat(read.getMetadata().getAnnotations()).containsOnlyKeys(Labels.PAUSED);
        assertThat(read.getMetadata())
                .extracting("name", "namespace", "uid", "generation", "resourceVersion")
                .containsExactly("crm", "team", "u", 3L, "7");
        assertThat(read.getMetadata().getLabels()).containsEntry("team", "a");
        assertThat(serialization.clone(read)).isEqualTo(read);
    }

    @Test
    void otherKindsKeepWhoManagesThem() {
        // When
        Deployment read = serialization.unmarshal(METADATA.formatted("apps/v1", "Deployment"), Deployment.class);

        // Then
        assertThat(read.getMetadata().getManagedFields()).singleElement().satisfies(entry -> assertThat(
                        entry.getFieldsV1().getAdditionalProperties())
                .containsKey("f:spec"));
    }
}
