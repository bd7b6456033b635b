package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.contract.Plane;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the planes' pods run: all that are wanted, ready and of the wanted version. A pod that only starts makes it
 * Unknown, one that cannot start False, also while pods of the former version go on serving. Pure.
 */
final class PlanesReady {
    /** The gravest first; a plane's own order breaks ties. */
    private static final Comparator<Found> GRAVITY =
            Comparator.comparing((Found found) -> found.trouble().gravity()).thenComparing(Found::plane);

    private PlanesReady() {}

    record Seen(Plane plane, Optional<Deployment> deployment, Collection<Pod> pods) {}

    private record Found(Plane plane, PodTrouble trouble) {}

    /** @param before what the status says now */
    static Condition of(List<Seen> planes, Optional<StatusCondition> before, Instant now) {
        List<Found> found = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (Seen seen : planes) {
            if (wanted(seen.deployment()) == 0) {
                empty.add(seen.plane().wireName());
            } else {
                trouble(seen, now).ifPresent(trouble -> found.add(new Found(seen.plane(), trouble)));
            }
        }
        return found.stream().min(GRAVITY).map(first -> unready(first, before)).orElseGet(() -> ready(empty));
    }

    private static Condition ready(List<String> empty) {
        return empty.isEmpty()
                ? Condition.happy(ConditionType.PLANES_READY, Reason.PLANES_READY)
                : Condition.of(
                        ConditionType.PLANES_READY,
                        Truth.TRUE,
                        Reason.SCALED_TO_ZERO,
                        "No pod of " + String.join(" and ", empty) + " is wanted: spec."
                                + String.join(" and spec.", empty) + " says replicas: 0.");
    }

    /** What is reported only now and then is kept as it was said. */
    private static Condition unready(Found found, Optional<StatusCondition> before) {
        PodTrouble trouble = found.trouble();
        String former = before.filter(c -> trouble.reason().wireName().equals(c.reason()))
                .map(StatusCondition::message)
                .orElse("");
        String message = trouble.detail().isEmpty() && former.startsWith(trouble.head())
                ? former
                : trouble.head() + (trouble.detail().isEmpty() ? "" : ": " + trouble.detail()) + ". "
                        + remedy(trouble, "spec." + found.plane().wireName());
        return Condition.of(
                ConditionType.PLANES_READY,
                trouble.reason() == Reason.PODS_NOT_READY ? Truth.UNKNOWN : Truth.FALSE,
                trouble.reason(),
                message);
    }

    private static String remedy(PodTrouble trouble, String spec) {
        return switch (trouble.reason()) {
            case IMAGE_PULL_FAILED ->
                "Correct " + spec + ".image or the installation's image, or give the nodes access to the registry.";
            case CONTAINER_NOT_CREATED ->
                "Correct what it names: " + spec + ".podTemplate.env, or the Secret that the pod mounts.";
            case CRASH_LOOP ->
                trouble.detail().contains("OOMKilled")
                        ? "Raise " + spec + ".resources.limits.memory."
                        : "Its log says why: kubectl logs --previous.";
            case PODS_REFUSED ->
                "Change the policy or quota that it names, or " + spec + ".resources and " + spec + ".podTemplate.";
            case UNSCHEDULABLE -> "Add nodes, or change " + spec + ".resources and " + spec + ".podTemplate.";
            case PROGRESS_DEADLINE_EXCEEDED -> "kubectl describe pod and the pod's log say why.";
            default -> "It starts, or was replaced.";
        };
    }

    private static int wanted(Optional<Deployment> deployment) {
        return deployment
                .map(d -> Objects.requireNonNullElse(d.getSpec().getReplicas(), 1))
                .orElse(1);
    }

    private static Optional<PodTrouble> trouble(Seen seen, Instant now) {
        List<Pod> pods = seen.pods().stream()
                .filter(pod -> !pod.isMarkedForDeletion() && !over(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        Optional<PodTrouble> ofPods = pods.stream()
                .flatMap(pod -> PodTrouble.of(pod, now).stream())
                .min(Comparator.comparing(PodTrouble::gravity));
        Optional<PodTrouble> refused = condition(seen, "ReplicaFailure", "True")
                .map(c -> refused(seen.plane(), PodTrouble.text(c.getMessage())));
        if (ofPods.isPresent() || refused.isPresent()) {
            return ofPods.filter(
                            p -> refused.map(r -> p.gravity() < r.gravity()).orElse(true))
                    .or(() -> refused);
        }
        if (complete(seen.deployment())) {
            return Optional.empty();
        }
        String slow = pods.stream()
                .filter(pod -> !PlanePods.isReady(pod))
                .map(pod -> "pod " + pod.getMetadata().getName() + " is not ready")
                .findFirst()
                .orElse("a pod is missing");
        return Optional.of(
                condition(seen, "Progressing", "False").isPresent()
                        ? new PodTrouble(
                                Reason.PROGRESS_DEADLINE_EXCEEDED,
                                "The pods of " + seen.plane().wireName() + " have had their time",
                                slow)
                        : new PodTrouble(
                                Reason.PODS_NOT_READY,
                                "Not every pod of " + seen.plane().wireName() + " is ready",
                                slow));
    }

    /** Each attempt has another name. */
    private static PodTrouble refused(Plane plane, String message) {
        return new PodTrouble(
                Reason.PODS_REFUSED,
                "Kubernetes refuses a pod of " + plane.wireName(),
                PodTrouble.capped(message.replaceAll("^pods \"[^\"]*\" is forbidden: ", "")));
    }

    /** An evicted pod stays, and another takes its place. */
    private static boolean over(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private static boolean complete(Optional<Deployment> deployment) {
        DeploymentStatus status = deployment.map(Deployment::getStatus).orElse(null);
        if (status == null) {
            return false;
        }
        int wanted = wanted(deployment);
        long generation = deployment.orElseThrow().getMetadata().getGeneration();
        return Objects.requireNonNullElse(status.getObservedGeneration(), 0L) >= generation
                && number(status.getUpdatedReplicas()) >= wanted
                && number(status.getReadyReplicas()) >= wanted
                && number(status.getReplicas()) <= number(status.getUpdatedReplicas());
    }

    private static int number(@Nullable Integer number) {
        return Objects.requireNonNullElse(number, 0);
    }

    private static Optional<DeploymentCondition> condition(Seen seen, String type, String status) {
        return seen.deployment().map(Deployment::getStatus).stream()
                .flatMap(s -> s.getConditions().stream())
                .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
                .findFirst();
    }
}
