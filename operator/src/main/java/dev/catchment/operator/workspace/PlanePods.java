package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Labels;
import dev.catchment.operator.OutlineInformers;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Pods of the planes: which instances are to be listened to, and why those that do not start do not. */
final class PlanePods {
    private PlanePods() {}

    /**
     * Follows the planes' Pods and no others, and keeps of each only its name, labels, and how it is.
     *
     * @param namespaces that are watched; empty: all
     */
    static List<InformerEventSource<Pod, Workspace>> eventSources(
            EventSourceContext<Workspace> context, Set<String> namespaces) {
        return OutlineInformers.of(
                Pod.class,
                namespaces,
                PlanePods::outline,
                builder -> builder.withLabelSelector(Labels.MANAGED)
                        .withSecondaryToPrimaryMapper(
                                pod -> Labels.workspaceOf(pod).isEmpty()
                                        ? Set.of()
                                        : Set.of(new ResourceID(
                                                Labels.workspaceOf(pod),
                                                pod.getMetadata().getNamespace()))),
                context);
    }

    /** Names of the ready Pods of each plane. */
    static Map<Plane, SortedSet<String>> ready(Collection<Pod> pods) {
        Map<Plane, SortedSet<String>> ready = new EnumMap<>(Plane.class);
        pods.stream().filter(PlanePods::isReady).forEach(pod -> Labels.planeOf(pod)
                .ifPresent(plane -> ready.computeIfAbsent(plane, _ -> new TreeSet<>())
                        .add(pod.getMetadata().getName())));
        return ready;
    }

    static List<Pod> of(Plane plane, Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> Labels.planeOf(pod).filter(plane::equals).isPresent())
                .toList();
    }

    static boolean isReady(Pod pod) {
        return !pod.isMarkedForDeletion()
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static Pod outline(Pod pod) {
        ObjectMeta full = pod.getMetadata();
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withUid(full.getUid())
                        .withLabels(full.getLabels())
                        .withDeletionTimestamp(full.getDeletionTimestamp())
                        .build())
                .withNewStatus()
                .withPhase(status.getPhase())
                .withConditions(status.getConditions())
                .withInitContainerStatuses(outline(status.getInitContainerStatuses()))
                .withContainerStatuses(outline(status.getContainerStatuses()))
                .endStatus()
                .build();
    }

    private static List<ContainerStatus> outline(List<ContainerStatus> containers) {
        return containers.stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withReady(container.getReady())
                        .withRestartCount(container.getRestartCount())
                        .withState(container.getState())
                        .withLastState(container.getLastState())
                        .build())
                .toList();
    }
}
