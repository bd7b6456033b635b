package dev.catchment.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.operator.CounterRules;
import dev.catchment.operator.OperatorSettings;
import dev.catchment.operator.Upkeep;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pods of the planes: what they are for everybody, and what a Workspace may add. */
class PodTemplateTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization(
            ApiJson.mapper()
                    .setConfig(ApiJson.mapper()
                            .getSerializationConfig()
                            .with(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)),
            true);

    /** Kept apart from the other objects' files, because nobody is to update it without a thought. */
    @ParameterizedTest
    @EnumSource(Plane.class)
    void anUpgradeOfTheOperatorRestartsNobody(Plane plane) throws IOException {
        // Given
        Path kept = Path.of("src/test/resources/pods", plane.wireName() + ".yaml");

        // When
        String template = YAML.asYaml(template(plane, "{}"));

        // Then
        assertThat(template).as("""
                        THE POD TEMPLATE OF %s CHANGED. With it, an upgrade of the operator restarts every pod of every user.
                        If that is worth it, write the change into %s by hand, and say so in CHANGELOG.md.""", plane, kept).isEqualTo(Files.readString(kept));
    }

    @Test
    void everythingThatAWorkspaceAddsArrivesInBothPlanes() {
        for (Plane plane : Plane.values()) {
            // When
            PodTemplateSpec template = template(plane, """
                    {podTemplate: {
                      labels: {tier: front, app.kubernetes.io/name: mine},
                      annotations: {example.com/scrape: "yes"},
                      nodeSelector: {disk: ssd},
                      tolerations: [{key: dedicated, operator: Equal, value: events, effect: NoExecute, tolerationSeconds: 5}],
                      affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [
                        {weight: 7, preference: {matchExpressions: [{key: arch, operator: In, values: [arm64]}]}}]}},
                      priorityClassName: important,
                      env: [{name: A, value: b}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}},
                        {name: C, valueFrom: {configMapKeyRef: {name: c, key: k}}}, {name: CATCHMENT_WORKSPACE, value: other}]},
                     resources: {requests: {cpu: 2, memory: 3Gi}, limits: {memory: 4Gi}},
                     image: "registry.example/own:2"}
                    """);
            PodSpec pod = template.getSpec();
            Container container = pod.getContainers().getFirst();

            // Then
            assertThat(template.getMetadata().getLabels())
                    .containsEntry("tier", "front")
                    .as("the selector is the operator's")
                    .containsEntry("app.kubernetes.io/name", "catchment");
            assertThat(template.getMetadata().getAnnotations()).containsEntry("example.com/scrape", "yes");
            assertThat(pod.getNodeSelector()).containsEntry("disk", "ssd");
            assertThat(pod.getTolerations()).singleElement().satisfies(toleration -> {
                assertThat(toleration.getKey()).isEqualTo("dedicated");
                assertThat(toleration.getOperator()).isEqualTo("Equal");
                assertThat(toleration.getValue()).isEqualTo("events");
                assertThat(toleration.getEffect()).isEqualTo("NoExecute");
                assertThat(toleration.getTolerationSeconds()).isEqualTo(5);
            });
            assertThat(pod.getAffinity()
                            .getNodeAffinity()
                            .getPreferredDuringSchedulingIgnoredDuringExecution()
                            .getFirst()
                            .getWeight())
                    .isEqualTo(7);
            assertThat(pod.getPriorityClassName()).isEqualTo("important");
            assertThat(variable(container, "A").getValue()).isEqualTo("b");
            assertThat(variable(container, "B").getValueFrom().getSecretKeyRef().getName())
                    .isEqualTo("s");
            assertThat(variable(container, "C")
                            .getValueFrom()
                            .getConfigMapKeyRef()
                            .getName())
                    .isEqualTo("c");
            assertThat(variable(container, "CATCHMENT_WORKSPACE").getValue()).isEqualTo("acme");
            assertThat(container.getResources().getRequests().get("memory").toString())
                    .isEqualTo("3Gi");
            assertThat(container.getResources().getLimits().get("memory").toString())
                    .isEqualTo("4Gi");
            assertThat(container.getImage()).isEqualTo("registry.example/own:2");
        }
    }

    private static EnvVar variable(Container container, String name) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .reduce((one, other) -> {
                    throw new AssertionError(name + " is there twice");
                })
                .orElseThrow();
    }

    @Test
    void itsImageIsFetchedWithTheInstallationsSecrets() {
        assertThat(template(Plane.INGEST, "{}", List.of("registry", "mirror"))
                        .getSpec()
                        .getImagePullSecrets())
                .extracting(LocalObjectReference::getName)
                .containsExactly("registry", "mirror");
    }

    private static OperatorSettings settings(List<String> pullSecrets) {
        return new OperatorSettings(
                BrokerSettings.of("nats://nats:4222"),
                1,
                Map.of(),
                10L << 30,
                10L << 30,
                256 << 20,
                "catchment/ingest:1",
                "catchment/delivery:1",
                Optional.empty(),
                pullSecrets,
                Set.of(),
                Optional.empty(),
                Duration.ofMinutes(5),
                8081,
                EgressMaximum.NONE,
                CounterRules.STANDARD,
                Upkeep.STANDARD);
    }

    private static PodTemplateSpec template(Plane plane, String spec) {
        return template(plane, spec, List.of());
    }

    private static PodTemplateSpec template(Plane plane, String spec, List<String> pullSecrets) {
        Workspace workspace = YAML.unmarshal("""
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: acme, namespace: shop, uid: 0f0f}
                spec: {%s: %s}
                """.formatted(plane.wireName(), spec), Workspace.class);
        WorkspaceModel model = WorkspaceModel.of(
                workspace, new HubId("shop", "acme"), settings(pullSecrets), Map.of(plane, "nats"), "abcd");
        return PlaneDeployment.of(plane == Plane.INGEST ? model.ingest() : model.delivery())
                .getSpec()
                .getTemplate();
    }
}
