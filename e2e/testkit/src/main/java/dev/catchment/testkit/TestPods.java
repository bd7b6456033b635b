package dev.catchment.testkit;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Does by hand what a kubelet would report of a Pod. */
public final class TestPods {
    private TestPods() {}

    /** Reports every container of the Pod as running, and the Pod as Ready or not. */
    public static Pod setReady(KubernetesClient client, Pod pod, boolean ready) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<ContainerStatus> containers = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID("")
                        .withReady(ready)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewRunning()
                        .withStartedAt(now)
                        .endRunning()
                        .endState()
                        .build())
                .toList();
        return client.resource(pod).editStatus(current -> new PodBuilder(current)
                .editOrNewStatus()
                .withPhase("Running")
                .withStartTime(now)
                .withContainerStatuses(containers)
                .withConditions(List.of("Ready", "ContainersReady", "Initialized", "PodScheduled").stream()
                        .map(type -> new PodConditionBuilder()
                                .withType(type)
                                .withStatus(ready || !type.contains("Ready") ? "True" : "False")
                                .withLastTransitionTime(now)
                                .build())
                        .toList())
                .endStatus()
                .build());
    }
}
