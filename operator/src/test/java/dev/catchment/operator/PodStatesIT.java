package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.Plane;
import dev.catchment.testkit.TestPods;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Pods that do not start are said in the Workspace, by what their kubelet reports. */
class PodStatesIT extends TeamTest {

    @Test
    void whatAKubeletReportsIsSaidInTheWorkspaceUntilThePodIsReady() {
        // Given
        team.apply(WORKSPACE, SOURCE);
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("Unknown/PodsNotReady"));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("True/PlanesReady"));
        Pod pod = team.pods("acme", Plane.DELIVERY).getFirst();
        String name = pod.getMetadata().getName();

        // When
        TestPods.setWaiting(team.admin, pod, "ErrImagePull", "rpc error: no such host");

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "PlanesReady")).isEqualTo("False/ImagePullFailed");
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("False/ImagePullFailed");
            assertThat(condition(team.workspace("acme"), "Reconciling")).isEqualTo("True/ImagePullFailed");
        });
        assertThat(message(team.workspace("acme"), "Ready"))
                .contains(name, "localhost/delivery:test", "no such host", "spec.delivery.image");
        eventually().untilAsserted(() -> assertThat(team.events("Workspace", "acme"))
                .contains("Warning ImagePullFailed"));

        // When
        TestPods.setWaiting(
                team.admin, pod, "CreateContainerConfigError", "couldn't find key creds in Secret shop/nats");

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("False/ContainerNotCreated"));
        assertThat(message(team.workspace("acme"), "PlanesReady")).contains("key creds in Secret shop/nats");

        // When
        TestPods.setUnschedulable(team.admin, pod, "0/3 nodes are available: 3 Insufficient cpu. preemption: none.");

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("False/Unschedulable"));
        assertThat(message(team.workspace("acme"), "PlanesReady")).contains(name + ": Insufficient cpu.");

        // When
        TestPods.setReady(team.admin, pod, true);

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Ready"))
                .isEqualTo("True/Ready"));
    }

    @Test
    void aPodThatCrashesForAnHourIsOneWrite() {
        // Given
        team.apply(WORKSPACE, SOURCE);
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Ready"))
                .isEqualTo("True/Ready"));
        List<Pod> pods = team.pods("acme", Plane.INGEST);
        Pod pod = pods.getFirst();
        TestPods.setCrashing(team.admin, pod, 2, "back-off 10s restarting failed container", 137, "OOMKilled");
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "PlanesReady")).isEqualTo("False/CrashLoop");
            assertThat(team.workspace("acme").getStatus().ingest().readyReplicas())
                    .isEqualTo(1);
        });
        assertThat(message(team.workspace("acme"), "PlanesReady"))
                .contains(
                        pod.getMetadata().getName(),
                        "exit code 137 (OOMKilled)",
                        "spec.ingest.resources.limits.memory");
        long events = team.events("Workspace", "acme").size();
        List<String> seen = new CopyOnWriteArrayList<>();

        // When
        try (Watch _ = watch(seen)) {
            for (int restarts = 3; restarts < 23; restarts++) {
                TestPods.setCrashing(
                        team.admin, pod, restarts, "back-off " + 10 * restarts + "s restarting", 137, "OOMKilled");
            }
            // the operator has seen all of that when it has seen what came after
            TestPods.setWaiting(team.admin, pod, "ErrImagePull", "not found");
            eventually().until(() -> seen.contains("False/ImagePullFailed"));
        }

        // Then
        assertThat(seen).containsExactly("False/CrashLoop", "False/ImagePullFailed");
        eventually().untilAsserted(() -> assertThat(team.events("Workspace", "acme"))
                .hasSize((int) events + 1));
    }

    @Test
    void podsThatKubernetesRefusesAreSaid() {
        // Given
        team.admin
                .resource(new LimitRangeBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .withNamespace(team.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewLimit()
                        .withType("Container")
                        .withMax(Map.of("memory", new Quantity("1Mi")))
                        .endLimit()
                        .endSpec()
                        .build())
                .create();

        // When
        team.apply(WORKSPACE);

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("False/PodsRefused"));
        assertThat(message(team.workspace("acme"), "PlanesReady"))
                .contains("maximum memory usage per Container is 1Mi", "spec.ingest.resources");
    }

    @Test
    void aPlaneThatIsWantedWithoutPodsIsReadyWithoutPods() {
        // When
        team.apply(WORKSPACE.replace("spec: {}", "spec: {delivery: {replicas: 0}}"));
        eventually().until(() -> team.pods("acme", Plane.INGEST).size() == 2);
        team.pods("acme", Plane.INGEST).forEach(pod -> team.runPlane("acme", Plane.INGEST, pod));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "PlanesReady"))
                .isEqualTo("True/ScaledToZero"));
        assertThat(message(team.workspace("acme"), "PlanesReady")).contains("delivery");
    }

    /** What the Workspace says of its planes now, and after every write to it. */
    private Watch watch(List<String> seen) {
        return team.admin
                .resources(Workspace.class)
                .inNamespace(team.namespace)
                .withName("acme")
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Workspace workspace) {
                        seen.add(condition(workspace, "PlanesReady"));
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        seen.add("the watch ended: " + cause.getMessage());
                    }
                });
    }
}
