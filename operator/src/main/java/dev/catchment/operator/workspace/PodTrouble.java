package dev.catchment.operator.workspace;

import dev.catchment.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a Pod does not get ready, from what its kubelet and the scheduler report. A kubelet's words change by themselves
 * from attempt to attempt (back-off times, counts of nodes); what is kept of them here does not, so that a Pod that fails
 * for an hour in the same way is one write. Pure.
 *
 * @param head what is wrong and where, always the same for the same trouble
 * @param detail what was reported about it; empty: nothing this time
 */
record PodTrouble(Reason reason, String head, String detail) {
    private static final Set<String> IMAGE = Set.of(
            "ImagePullBackOff",
            "ErrImagePull",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> CREATION = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError",
            "PostStartHookError");
    private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun");
    private static final String CRASH_LOOP = "CrashLoopBackOff";
    /** A kubelet takes a container that has run as long for healed. */
    private static final Duration HEALED = Duration.ofMinutes(10);

    private static final int MOST_TEXT = 300;

    /** The gravest first. */
    private static final Comparator<PodTrouble> GRAVITY = Comparator.comparing(PodTrouble::gravity);

    /** The gravest of a Pod's troubles; empty: it is ready, is going, or is just starting. */
    static Optional<PodTrouble> of(Pod pod, Instant now) {
        if (pod.getStatus() == null || pod.isMarkedForDeletion()) {
            return Optional.empty();
        }
        List<PodTrouble> found = new ArrayList<>();
        String name = pod.getMetadata().getName();
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if ("PodScheduled".equals(condition.getType()) && "Unschedulable".equals(condition.getReason())) {
                found.add(new PodTrouble(
                        Reason.UNSCHEDULABLE, "No node takes pod " + name, nodes(text(condition.getMessage()))));
            }
        }
        Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .flatMap(container -> of(name, container, now).stream())
                .forEach(found::add);
        return found.stream().min(GRAVITY);
    }

    int gravity() {
        return switch (reason) {
            case IMAGE_PULL_FAILED -> 0;
            case CONTAINER_NOT_CREATED -> 1;
            case CRASH_LOOP -> 2;
            case PODS_REFUSED -> 3;
            case UNSCHEDULABLE -> 4;
            case PROGRESS_DEADLINE_EXCEEDED -> 5;
            default -> 6;
        };
    }

    private static Optional<PodTrouble> of(String pod, ContainerStatus container, Instant now) {
        ContainerState state = container.getState();
        ContainerStateTerminated last = container.getLastState() == null
                ? null
                : container.getLastState().getTerminated();
        String where = "Pod " + pod + ", container " + container.getName() + ": ";
        if (state != null && state.getWaiting() != null) {
            String reason = text(state.getWaiting().getReason());
            String message = text(state.getWaiting().getMessage());
            if (IMAGE.contains(reason)) {
                return Optional.of(new PodTrouble(
                        Reason.IMAGE_PULL_FAILED,
                        where + "image \"" + container.getImage() + "\" cannot be pulled",
                        pull(message)));
            }
            if (CREATION.contains(reason)) {
                return Optional.of(notCreated(where, message));
            }
            if (CRASH_LOOP.equals(reason)) {
                return Optional.of(crash(where, last));
            }
            return Optional.empty();
        }
        int restarts = Objects.requireNonNullElse(container.getRestartCount(), 0);
        if (state != null && state.getTerminated() != null && restarts > 0) {
            return Optional.of(crash(where, state.getTerminated()));
        }
        boolean runs = state != null && state.getRunning() != null && Boolean.TRUE.equals(container.getReady());
        if (!runs && restarts > 1 && last != null && since(last).isAfter(now.minus(HEALED))) {
            return Optional.of(crash(where, last));
        }
        return Optional.empty();
    }

    private static PodTrouble notCreated(String where, String message) {
        return new PodTrouble(Reason.CONTAINER_NOT_CREATED, where + "it cannot be created", capped(message));
    }

    private static PodTrouble crash(String where, @Nullable ContainerStateTerminated last) {
        if (last == null) {
            return new PodTrouble(Reason.CRASH_LOOP, where + "it ends again and again", "");
        }
        String why = text(last.getReason());
        return NEVER_RAN.contains(why)
                ? notCreated(where, text(last.getMessage()))
                : new PodTrouble(
                        Reason.CRASH_LOOP,
                        where + "it ends again and again",
                        "the last time with exit code " + last.getExitCode() + (why.isEmpty() ? "" : " (" + why + ")"));
    }

    private static Instant since(ContainerStateTerminated last) {
        return last.getFinishedAt() == null ? Instant.EPOCH : Instant.parse(last.getFinishedAt());
    }

    /** {@code Back-off pulling image "a": ErrImagePull: why} says why; without the second part it says nothing. */
    private static String pull(String message) {
        int cause = message.indexOf("ErrImagePull: ");
        if (cause >= 0) {
            return capped(message.substring(cause + "ErrImagePull: ".length()));
        }
        return message.startsWith("Back-off pulling image") ? "" : capped(message);
    }

    /** {@code 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had …. preemption: …} without what counts. */
    static String nodes(String message) {
        int from = message.indexOf(": ");
        String rest = from < 0 ? message : message.substring(from + 2);
        int preemption = rest.indexOf(" preemption:");
        String causes = preemption < 0 ? rest : rest.substring(0, preemption);
        return capped(Arrays.stream(causes.split(", ", -1))
                .map(cause -> cause.strip().replaceFirst("^\\d+ ", "").replaceFirst("\\.$", ""))
                .sorted()
                .collect(Collectors.joining(", ")));
    }

    static String capped(String text) {
        String line = text.replaceAll("\\s+", " ").strip().replaceFirst("\\.$", "");
        return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "…";
    }

    static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
