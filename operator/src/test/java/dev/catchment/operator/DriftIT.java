package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.testkit.AuditedWrite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cluster drifts, or does not: the operator puts back what is its own, and writes nothing else. */
class DriftIT extends TeamTest {

    @Test
    void aSecondRunWritesNothingAndARestartChangesNothing() {
        // Given
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> {
            for (HasMetadata resource : resources()) {
                assertThat(condition(resource, "Ready")).isEqualTo("True/Ready");
            }
        });
        eventually().untilAsserted(() -> assertThat(
                        team.workspace("acme").getStatus().delivery().readyReplicas())
                .isEqualTo(2));
        settle();
        List<AuditedWrite> writes = team.operatorWrites();

        // When everything runs again: a label makes the Workspace be compiled, and changes nothing
        team.admin.resource(team.source("web")).edit(s -> {
            s.getMetadata().setLabels(Map.of("colour", "blue"));
            return s;
        });
        settle();

        // Then
        assertThat(team.operatorWrites()).containsExactlyElementsOf(writes);

        // When
        Map<String, String> versions = versions();
        team.stopOperator();
        team.startOperator();
        settle();

        // Then
        assertThat(versions()).isEqualTo(versions);
    }

    @Test
    void aWorkspaceWithEverythingSettlesToo() throws IOException {
        // Given
        team.apply(Files.readString(Path.of("src/test/resources/children/everything/in-workspace.yaml"))
                .replace(", namespace: shop, uid: 0f0f", ""));
        eventually()
                .until(() -> team.admin
                                .network()
                                .v1()
                                .ingresses()
                                .inNamespace(team.namespace)
                                .withName("acme-ingest")
                                .get()
                        != null);
        settle();
        List<AuditedWrite> writes = team.operatorWrites();

        // When it runs again
        team.apply(SOURCE);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));
        settle();

        // Then it wrote about the Source only
        assertThat(team.operatorWrites()
                        .subList(writes.size(), team.operatorWrites().size()))
                .extracting(AuditedWrite::resource)
                .containsOnly("sources/status", "secrets", "events");
    }

    @Test
    void whatIsDeletedOrTakenAwayComesBack() {
        // Given
        team.apply(WORKSPACE);
        eventually().until(() -> deployment("acme-ingest") != null && deployment("acme-delivery") != null);
        String uid = deployment("acme-ingest").getMetadata().getUid();

        // When
        team.admin.resource(deployment("acme-ingest")).delete();
        team.admin
                .services()
                .inNamespace(team.namespace)
                .withName("acme-ingest")
                .delete();
        // Others write to it at any moment, such as its status.
        eventually().until(() -> {
            deployments("acme-delivery").edit(d -> new DeploymentBuilder(d)
                    .editSpec()
                    .withReplicas(7)
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .withImage("localhost/other:1")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());
            return true;
        });

        // Then
        eventually().untilAsserted(() -> {
            assertThat(deployment("acme-ingest")).isNotNull();
            assertThat(deployment("acme-ingest").getMetadata().getUid()).isNotEqualTo(uid);
            assertThat(team.admin
                            .services()
                            .inNamespace(team.namespace)
                            .withName("acme-ingest")
                            .get())
                    .isNotNull();
            assertThat(deployment("acme-delivery").getSpec().getReplicas()).isEqualTo(2);
            assertThat(deployment("acme-delivery")
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getImage())
                    .isEqualTo("localhost/delivery:test");
        });
    }

    @Test
    void replicasThatAnAutoscalerSetSurvive() {
        // Given
        team.apply(WORKSPACE.replace("spec: {}", "spec: {ingest: {replicas: 3}}"));
        eventually().untilAsserted(() -> assertThat(
                        deployment("acme-ingest").getSpec().getReplicas())
                .isEqualTo(3));

        // When autoscaling takes over
        team.apply(WORKSPACE.replace("spec: {}", "spec: {ingest: {autoscaling: {min: 2, max: 9}}}"));
        eventually()
                .until(() -> team.admin
                                .autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace(team.namespace)
                                .withName("acme-ingest")
                                .get()
                        != null);
        eventually().untilAsserted(() -> assertThat(deployment("acme-ingest").getMetadata().getManagedFields().stream()
                        .filter(f -> f.getManager().equals("catchment-workspace"))
                        .map(f -> f.getFieldsV1().toString()))
                .noneMatch(fields -> fields.contains("f:replicas")));

        // Then
        assertThat(deployment("acme-ingest").getSpec().getReplicas()).isEqualTo(3);

        // When the autoscaler scales, and the operator applies something else
        deployments("acme-ingest").scale(6);
        team.apply(WORKSPACE.replace(
                "spec: {}", "spec: {ingest: {autoscaling: {min: 2, max: 9}, podTemplate: {labels: {tier: front}}}}"));

        // Then
        eventually().untilAsserted(() -> assertThat(deployment("acme-ingest")
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .containsEntry("tier", "front"));
        assertThat(deployment("acme-ingest").getSpec().getReplicas()).isEqualTo(6);

        // When it is taken back
        team.apply(WORKSPACE.replace("spec: {}", "spec: {ingest: {replicas: 1}}"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(deployment("acme-ingest").getSpec().getReplicas()).isEqualTo(1);
            assertThat(team.admin
                            .autoscaling()
                            .v2()
                            .horizontalPodAutoscalers()
                            .inNamespace(team.namespace)
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }

    /** Until nothing was written for two seconds: nothing to await, because nothing is what is expected. */
    private void settle() {
        int[] last = {-1};
        await().atMost(TestTeam.PATIENCE)
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    int before = last[0];
                    last[0] = team.operatorWrites().size();
                    return before == last[0];
                });
    }

    private List<HasMetadata> resources() {
        return List.of(team.workspace("acme"), team.source("web"), team.filter("no-staff"), team.destination("crm"));
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        Stream.of(
                        resources().stream(),
                        team.admin.services().inNamespace(team.namespace).list().getItems().stream(),
                        team.admin.secrets().inNamespace(team.namespace).list().getItems().stream(),
                        team.admin.serviceAccounts().inNamespace(team.namespace).list().getItems().stream(),
                        team
                                .admin
                                .policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(team.namespace)
                                .list()
                                .getItems()
                                .stream(),
                        team.admin.apps().deployments().inNamespace(team.namespace).list().getItems().stream())
                .flatMap(s -> s)
                .forEach(o -> versions.put(
                        o.getKind() + " " + o.getMetadata().getName(),
                        o.getMetadata().getResourceVersion()));
        return versions;
    }

    private Deployment deployment(String name) {
        return deployments(name).get();
    }

    private RollableScalableResource<Deployment> deployments(String name) {
        return team.admin.apps().deployments().inNamespace(team.namespace).withName(name);
    }
}
