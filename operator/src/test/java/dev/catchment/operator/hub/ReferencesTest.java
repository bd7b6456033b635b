package dev.catchment.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.Plane;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final References REFERENCES = new References(
            Map.of(Plane.INGEST, "nats-ingest", Plane.DELIVERY, "nats-delivery"), Optional.of("nats-operator"));

    @Test
    void theInstallationsNatsHasItsCredentialsForEachPlane() {
        // Given
        Workspace workspace = workspace("{}");

        // Then
        assertThat(REFERENCES.credentialsOf(workspace))
                .isEqualTo(Map.of(Plane.INGEST, "nats-ingest", Plane.DELIVERY, "nats-delivery"));
        assertThat(REFERENCES.operatorCredentialsOf(workspace)).contains("nats-operator");
        assertThat(REFERENCES.secretsOf(workspace))
                .containsExactlyInAnyOrder("nats-ingest", "nats-delivery", "acme-workspace-key");
    }

    @Test
    void aWorkspacesOwnSecretHoldsForAllThree() {
        // Given
        Workspace workspace = workspace("{nats: {credentialsSecretRef: {name: own}}}");

        // Then
        assertThat(REFERENCES.credentialsOf(workspace)).isEqualTo(Map.of(Plane.INGEST, "own", Plane.DELIVERY, "own"));
        assertThat(REFERENCES.operatorCredentialsOf(workspace)).contains("own");
    }

    @Test
    void aWorkspacesOwnServersNeverSeeTheInstallationsCredentials() {
        // Given
        Workspace workspace = workspace("{nats: {servers: [\"nats://elsewhere:4222\"]}}");

        // Then
        assertThat(REFERENCES.credentialsOf(workspace)).isEmpty();
        assertThat(REFERENCES.operatorCredentialsOf(workspace)).isEmpty();
    }

    private static Workspace workspace(String spec) {
        return new KubernetesSerialization(ApiJson.mapper(), true).unmarshal("""
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: acme, namespace: shop}
                spec: %s
                """.formatted(spec), Workspace.class);
    }
}
