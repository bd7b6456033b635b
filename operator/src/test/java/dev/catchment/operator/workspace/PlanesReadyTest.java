package dev.catchment.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.contract.Plane;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the words of kubelets, schedulers and the Deployment controller. */
class PlanesReadyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void allThatAreWantedAndReadyMakeItTrue() {
        assertThat(said(of(2, 2, 2))).isEqualTo("True/PlanesReady");
    }

    @ParameterizedTest
    @CsvSource({"2,1,2", "2,2,1", "2,2,0"})
    void oneThatIsMissingOrOfTheFormerVersionMakesItUnknown(int wanted, int ready, int updated) {
        // When
        Condition condition = of(wanted, ready, updated, pod("acme-ingest-a"));

        // Then
        assertThat(said(condition)).isEqualTo("Unknown/PodsNotReady");
        assertThat(condition.message())
                .isEqualTo(
                        "Not every pod of ingest is ready: pod acme-ingest-a is not ready. It starts, or was replaced.");
    }

    @Test
    void aDeploymentThatItsControllerHasNotSeenIsNotReady() {
        // Given
        Deployment stale = new DeploymentBuilder(deployment(2, 2, 2))
                .editMetadata()
                .withGeneration(9L)
                .endMetadata()
                .build();

        // Then
        assertThat(said(PlanesReady.of(seen(Optional.of(stale)), Optional.empty(), NOW)))
                .isEqualTo("Unknown/PodsNotReady");
        assertThat(said(PlanesReady.of(seen(Optional.empty()), Optional.empty(), NOW)))
                .isEqualTo("Unknown/PodsNotReady");
    }

    @Test
    void noneThatIsWantedIsFineAndSaid() {
        // When
        Condition condition = of(0, 0, 0);

        // Then
        assertThat(said(condition)).isEqualTo("True/ScaledToZero");
        assertThat(condition.message()).contains("No pod of ingest is wanted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
    void anImageThatCannotBePulledIsNamed(String reason) {
        // When
        Condition condition = of(2, 2, 1, waiting("acme-ingest-b", reason, "not found"), pod("acme-ingest-a"));

        // Then
        assertThat(said(condition)).isEqualTo("False/ImagePullFailed");
        assertThat(condition.message())
                .isEqualTo(
                        "Pod acme-ingest-b, container catchment: image \"localhost/x:1\" cannot be pulled: not found."
                                + " Correct spec.ingest.image or the installation's image, or give the nodes access to the registry.");
    }

    @Test
    void theTurnsOfAFailingPullAreOneMessage() {
        // Given
        Condition first = of(2, 0, 2, waiting("acme-ingest-a", "ErrImagePull", "rpc error: no such host"));
        List<StatusCondition> before = Conditions.stamp(List.of(), List.of(first), 1, Clock.systemUTC());

        // Then
        for (String words : List.of(
                "Back-off pulling image \"localhost/x:1\"",
                "Back-off pulling image \"localhost/x:1\": ErrImagePull: rpc error: no such host")) {
            Condition next = PlanesReady.of(
                    seen(Optional.of(deployment(2, 0, 2)), waiting("acme-ingest-a", "ImagePullBackOff", words)),
                    Optional.of(before.getFirst()),
                    NOW);
            assertThat(next).isEqualTo(first);
        }
    }

    @Test
    void aCrashLoopSaysHowItEndedAndIsOneMessageInAllItsTurns() {
        // Given
        Condition waiting = of(2, 0, 2, crashing("acme-ingest-a", 7, "back-off 5m0s", 137, "OOMKilled"));

        // Then
        assertThat(said(waiting)).isEqualTo("False/CrashLoop");
        assertThat(waiting.message())
                .isEqualTo(
                        "Pod acme-ingest-a, container catchment: it ends again and again: the last time with exit code"
                                + " 137 (OOMKilled). Raise spec.ingest.resources.limits.memory.");

        // When it is started again, ends again, and waits longer
        Pod runs = new PodBuilder(crashing("acme-ingest-a", 8, "", 137, "OOMKilled"))
                .editStatus()
                .editFirstContainerStatus()
                .withState(new ContainerStateBuilder()
                        .withNewRunning(NOW.toString())
                        .build())
                .endContainerStatus()
                .endStatus()
                .build();
        Pod ended = new PodBuilder(crashing("acme-ingest-a", 8, "", 137, "OOMKilled"))
                .editStatus()
                .editFirstContainerStatus()
                .withState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(137)
                        .withReason("OOMKilled")
                        .endTerminated()
                        .build())
                .endContainerStatus()
                .endStatus()
                .build();

        // Then
        assertThat(of(2, 0, 2, runs)).isEqualTo(waiting);
        assertThat(of(2, 0, 2, ended)).isEqualTo(waiting);
        assertThat(of(2, 0, 2, crashing("acme-ingest-a", 9, "back-off 10s", 137, "OOMKilled")))
                .isEqualTo(waiting);
    }

    @Test
    void oneThatCrashedLongAgoOnlyIsNotReady() {
        // Given
        Pod runs = new PodBuilder(crashing("acme-ingest-a", 8, "", 1, "Error"))
                .editStatus()
                .editFirstContainerStatus()
                .withState(new ContainerStateBuilder()
                        .withNewRunning(NOW.toString())
                        .build())
                .endContainerStatus()
                .endStatus()
                .build();

        // Then
        assertThat(said(PlanesReady.of(
                        seen(Optional.of(deployment(2, 0, 2)), runs), Optional.empty(), NOW.plusSeconds(700))))
                .isEqualTo("Unknown/PodsNotReady");
    }

    @Test
    void aContainerThatCannotBeMadeIsNoCrash() {
        // When
        Condition config =
                of(2, 0, 2, waiting("acme-ingest-a", "CreateContainerConfigError", "secret \"nats\" not found"));
        Condition start = of(2, 0, 2, crashing("acme-ingest-a", 3, "back-off", 128, "StartError"));

        // Then
        assertThat(said(config)).isEqualTo("False/ContainerNotCreated");
        assertThat(config.message()).contains("it cannot be created: secret \"nats\" not found.");
        assertThat(said(start)).isEqualTo("False/ContainerNotCreated");
        assertThat(start.message()).contains("no such file");
    }

    @Test
    void whatASchedulerSaysIsSaidWithoutItsCounts() {
        // When
        Condition three = of(
                2,
                0,
                2,
                unschedulable(
                        "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had"
                                + " untolerated taint {dedicated: db}. preemption: 0/3 nodes are available: 3 No preemption victims."));
        Condition four = of(
                2,
                0,
                2,
                unschedulable(
                        "0/4 nodes are available: 3 node(s) had untolerated taint"
                                + " {dedicated: db}, 1 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful."));

        // Then
        assertThat(said(three)).isEqualTo("False/Unschedulable");
        assertThat(three.message())
                .startsWith("No node takes pod acme-ingest-a: Insufficient cpu, node(s) had untolerated taint"
                        + " {dedicated: db}. Add nodes");
        assertThat(four).isEqualTo(three);
    }

    @Test
    void podsThatKubernetesRefusesAreSaidWithoutTheNamesOfTheAttempts() {
        // Given
        Deployment refused = new DeploymentBuilder(deployment(2, 0, 0))
                .editStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withMessage("pods \"acme-ingest-5d-x7\" is forbidden: exceeded quota: small")
                .endCondition()
                .endStatus()
                .build();

        // When
        Condition condition = PlanesReady.of(seen(Optional.of(refused)), Optional.empty(), NOW);

        // Then
        assertThat(said(condition)).isEqualTo("False/PodsRefused");
        assertThat(condition.message()).startsWith("Kubernetes refuses a pod of ingest: exceeded quota: small. Change");
    }

    @Test
    void podsThatHadTheirTimeAreAFault() {
        // Given
        Deployment late = new DeploymentBuilder(deployment(2, 1, 2))
                .editStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("False")
                .withReason("ProgressDeadlineExceeded")
                .endCondition()
                .endStatus()
                .build();

        // When
        Condition condition = PlanesReady.of(seen(Optional.of(late), pod("acme-ingest-a")), Optional.empty(), NOW);

        // Then
        assertThat(said(condition)).isEqualTo("False/ProgressDeadlineExceeded");
        assertThat(condition.message()).contains("acme-ingest-a");
    }

    @Test
    void theGravestOfBothPlanesIsSaid() {
        // When
        Condition condition = PlanesReady.of(
                List.of(
                        new PlanesReady.Seen(
                                Plane.INGEST,
                                Optional.of(deployment(2, 0, 2)),
                                List.of(crashing("acme-ingest-a", 4, "back-off", 1, "Error"))),
                        new PlanesReady.Seen(
                                Plane.DELIVERY,
                                Optional.of(deployment(2, 0, 2)),
                                List.of(waiting("acme-delivery-a", "ErrImagePull", "not found")))),
                Optional.empty(),
                NOW);

        // Then
        assertThat(condition.message()).contains("acme-delivery-a", "spec.delivery.image");
    }

    @Test
    void aPlaneThatOnlyStartsDoesNotHideAFaultOfTheOther() {
        // Given
        Deployment late = new DeploymentBuilder(deployment(2, 1, 2))
                .editStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build();

        // When
        Condition condition = PlanesReady.of(
                List.of(
                        new PlanesReady.Seen(Plane.INGEST, Optional.of(deployment(2, 1, 2)), List.of()),
                        new PlanesReady.Seen(Plane.DELIVERY, Optional.of(late), List.of())),
                Optional.empty(),
                NOW);

        // Then
        assertThat(said(condition)).isEqualTo("False/ProgressDeadlineExceeded");
    }

    @Test
    void whatIsGoneOrGoingIsPassedOver() {
        // Given
        Pod evicted = new PodBuilder(waiting("acme-ingest-a", "ErrImagePull", "x"))
                .editStatus()
                .withPhase("Failed")
                .endStatus()
                .build();
        Pod going = new PodBuilder(waiting("acme-ingest-b", "ErrImagePull", "x"))
                .editMetadata()
                .withDeletionTimestamp(NOW.toString())
                .endMetadata()
                .build();

        // Then
        assertThat(said(of(2, 2, 2, evicted, going))).isEqualTo("True/PlanesReady");
    }

    private static Condition of(int wanted, int ready, int updated, Pod... pods) {
        return PlanesReady.of(seen(Optional.of(deployment(wanted, ready, updated)), pods), Optional.empty(), NOW);
    }

    private static List<PlanesReady.Seen> seen(Optional<Deployment> ingest, Pod... pods) {
        return List.of(
                new PlanesReady.Seen(Plane.INGEST, ingest, Arrays.asList(pods)),
                new PlanesReady.Seen(Plane.DELIVERY, Optional.of(deployment(1, 1, 1)), List.of()));
    }

    private static Deployment deployment(int wanted, int ready, int updated) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withGeneration(4L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(wanted)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(4L)
                .withReplicas(Math.max(ready, updated))
                .withReadyReplicas(ready == 0 ? null : ready)
                .withUpdatedReplicas(updated == 0 ? null : updated)
                .endStatus()
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private static Pod waiting(String name, String reason, String message) {
        return new PodBuilder(pod(name))
                .editStatus()
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("catchment")
                        .withImage("localhost/x:1")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewWaiting(message, reason)
                        .endState()
                        .build())
                .endStatus()
                .build();
    }

    private static Pod crashing(String name, int restarts, String words, int exitCode, String reason) {
        return new PodBuilder(waiting(name, "CrashLoopBackOff", words))
                .editStatus()
                .editFirstContainerStatus()
                .withRestartCount(restarts)
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(exitCode == 128 ? "exec: no such file" : "died at " + restarts)
                .withFinishedAt(NOW.minusSeconds(20).toString())
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Pod unschedulable(String message) {
        return new PodBuilder(pod("acme-ingest-a"))
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static String said(Condition condition) {
        assertThat(condition.type()).isEqualTo(ConditionType.PLANES_READY);
        return condition.status().wireName() + "/" + condition.reason();
    }
}
