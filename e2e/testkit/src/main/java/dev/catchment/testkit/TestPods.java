package dev.catchment.testkit;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

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
        return asItIs(client, pod).editStatus(current -> new PodBuilder(current)
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

    /** Reports every container of the Pod as waiting, for a reason such as ImagePullBackOff. */
    public static Pod setWaiting(KubernetesClient client, Pod pod, String reason, String message) {
        return report(client, pod, container -> container
                .withNewState()
                .withNewWaiting(message, reason)
                .endState());
    }

    /** Reports every container of the Pod as ended and waiting to be started again. */
    public static Pod setCrashing(
            KubernetesClient client, Pod pod, int restarts, String words, int exitCode, String reason) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return report(client, pod, container -> container
                .withRestartCount(restarts)
                .withNewState()
                .withNewWaiting(words, "CrashLoopBackOff")
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withContainerID("containerd://" + restarts)
                .withExitCode(exitCode)
                .withReason(reason)
                .withStartedAt(now)
                .withFinishedAt(now)
                .endTerminated()
                .endLastState());
    }

    /** Reports that no node takes the Pod, as a scheduler does. */
    public static Pod setUnschedulable(KubernetesClient client, Pod pod, String message) {
        return asItIs(client, pod).editStatus(current -> new PodBuilder(current)
                .editOrNewStatus()
                .withPhase("Pending")
                .withContainerStatuses(List.of())
                .withConditions(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage(message)
                        .build())
                .endStatus()
                .build());
    }

    /** Not as the caller saw it: what changed since would be taken for a part of the report. */
    private static PodResource asItIs(KubernetesClient client, Pod pod) {
        return client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private static Pod report(KubernetesClient client, Pod pod, UnaryOperator<ContainerStatusBuilder> how) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<ContainerStatus> containers = pod.getSpec().getContainers().stream()
                .map(container -> how.apply(new ContainerStatusBuilder()
                                .withName(container.getName())
                                .withImage(container.getImage())
                                .withImageID("")
                                .withReady(false)
                                .withRestartCount(0))
                        .build())
                .toList();
        return asItIs(client, pod).editStatus(current -> new PodBuilder(current)
                .editOrNewStatus()
                .withPhase("Running")
                .withStartTime(now)
                .withContainerStatuses(containers)
                .withConditions(List.of("Ready", "ContainersReady", "Initialized", "PodScheduled").stream()
                        .map(type -> new PodConditionBuilder()
                                .withType(type)
                                .withStatus(type.contains("Ready") ? "False" : "True")
                                .withLastTransitionTime(now)
                                .build())
                        .toList())
                .endStatus()
                .build());
    }
}
