package dev.catchment.operator;

import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import dev.catchment.testkit.ForeignCrds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Kinds of others that a cluster may lack, get and lose while the operator runs. */
class OptionalKindsIT extends TeamTest {
    private static final String ROUTED = WORKSPACE.replace("spec: {}", """
            spec:
              ingest: {exposure: {httpRoute: {parentRefs: [{name: public, namespace: infra}], hostnames: [in.example]}}}
              delivery: {autoscaling: {min: 1, max: 1, targetLag: 200, scaler: keda}}
            """);

    @Test
    void whatNeedsAKindIsMadeWhenTheKindAppearsAndIsSaidToBeMissingUntilThen() throws Exception {
        // Given
        team.apply(ROUTED);

        // Then the rest goes on
        patiently().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("False/GatewayApiMissing"));
        assertThat(message(team.workspace("acme"), "Ready"))
                .contains("spec.ingest.exposure.httpRoute", "gateway.networking.k8s.io/v1", "install the CRDs");
        assertThat(condition(team.workspace("acme"), "Reconciling")).isEqualTo("True/GatewayApiMissing");
        patiently().until(() -> !team.pods("acme", Plane.INGEST).isEmpty());

        try {
            // When
            install(ForeignCrds.httpRoutes());

            // Then the next one is said
            patiently().untilAsserted(() -> {
                assertThat(route()).isNotNull();
                assertThat(condition(team.workspace("acme"), "ResolvedRefs")).isEqualTo("False/KedaMissing");
            });
            assertThat(message(team.workspace("acme"), "ResolvedRefs")).contains("scaler: hpa");
            assertThat(route().getSpec().getHostnames()).containsExactly("in.example");
            assertThat(route().getSpec().getParentRefs().getFirst().getNamespace())
                    .isEqualTo("infra");

            // When
            install(ForeignCrds.scaledObjects());

            // Then
            patiently().untilAsserted(() -> {
                assertThat(scaledObjects()).hasSize(1);
                assertThat(condition(team.workspace("acme"), "ResolvedRefs")).isEqualTo("True/Resolved");
            });
            assertThat(scaledObjects().getFirst().<String>get("spec", "triggers", 0, "metadata", "url"))
                    .isEqualTo("http://acme-delivery." + team.namespace + ".svc:8081/lag");
            assertThat(team.admin
                            .autoscaling()
                            .v2()
                            .horizontalPodAutoscalers()
                            .inNamespace(team.namespace)
                            .list()
                            .getItems())
                    .isEmpty();

            // When somebody changes them
            String before = route().getMetadata().getUid();
            team.admin.resource(route()).delete();
            team.admin.resource(scaledObjects().getFirst()).edit(object -> {
                object.<Map<String, Object>>get("spec").put("maxReplicaCount", 9);
                return object;
            });

            // Then
            patiently().untilAsserted(() -> {
                assertThat(route().getMetadata().getUid()).isNotEqualTo(before);
                assertThat(scaledObjects().getFirst().<Integer>get("spec", "maxReplicaCount"))
                        .isEqualTo(1);
            });

            // When an operator starts that finds the kinds there, and they are wanted no more
            team.stopOperator();
            team.apply(WORKSPACE);
            team.startOperator();

            // Then
            patiently().untilAsserted(() -> {
                assertThat(route()).isNull();
                assertThat(scaledObjects()).isEmpty();
            });

            // When a kind goes while it is wanted
            team.apply(ROUTED);
            patiently().until(() -> route() != null && !scaledObjects().isEmpty());
        } finally {
            uninstall(ForeignCrds.httpRoutes());
            uninstall(ForeignCrds.scaledObjects());
        }

        // Then
        patiently().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("False/GatewayApiMissing"));
        team.apply(WORKSPACE);
        patiently().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
    }

    /** Kinds are looked for every ten seconds, and their informers take a moment. */
    private static ConditionFactory patiently() {
        return eventually().atMost(Duration.ofMinutes(2));
    }

    private HTTPRoute route() {
        try {
            return team.admin
                    .resources(HTTPRoute.class)
                    .inNamespace(team.namespace)
                    .withName("acme-ingest")
                    .get();
        } catch (KubernetesClientException e) {
            return null;
        }
    }

    private List<GenericKubernetesResource> scaledObjects() {
        return team.admin
                .genericKubernetesResources("keda.sh/v1alpha1", "ScaledObject")
                .inNamespace(team.namespace)
                .list()
                .getItems();
    }

    private void install(Path crd) throws Exception {
        team.admin.load(Files.newInputStream(crd)).serverSideApply();
    }

    private void uninstall(Path crd) throws Exception {
        var definition = team.admin.load(Files.newInputStream(crd)).items().getFirst();
        team.admin.resource(definition).delete();
        patiently()
                .until(() -> team.admin
                                .resources(CustomResourceDefinition.class)
                                .withName(definition.getMetadata().getName())
                                .get()
                        == null);
    }
}
