package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Durability;
import dev.catchment.api.v1alpha1.EffectiveWorkspace;
import dev.catchment.api.v1alpha1.PlaneStatus;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.api.v1alpha1.WorkspaceStatus;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Workspace, from what was found. Pure. */
final class WorkspaceStatuses {
    private WorkspaceStatuses() {}

    /**
     * What was found of the planes.
     *
     * @param ingestUrl where events are taken in, inside the cluster
     */
    record Planes(Optional<Deployment> ingest, Optional<Deployment> delivery, String ingestUrl) {}

    static List<StatusCondition> conditions(Workspace workspace) {
        return workspace.getStatus() == null ? List.of() : workspace.getStatus().conditions();
    }

    /**
     * @param dependants the conditions that make it ready
     * @param beside those that do not
     */
    static WorkspaceStatus of(
            Workspace workspace,
            List<Condition> dependants,
            List<Condition> beside,
            @Nullable EffectiveWorkspace effective,
            Planes planes,
            Clock clock) {
        @Nullable WorkspaceStatus before = workspace.getStatus();
        long generation = workspace.getMetadata().getGeneration();
        List<Condition> conditions = new ArrayList<>(Conditions.rollUp(dependants));
        conditions.add(durability(workspace));
        conditions.addAll(beside);
        return new WorkspaceStatus(
                generation,
                Conditions.stamp(conditions(workspace), conditions, generation, clock),
                effective == null && before != null ? before.effective() : effective,
                plane(planes.ingest(), planes.ingestUrl()),
                plane(planes.delivery(), null));
    }

    /** NATS does not tell its clients how it syncs, so nobody here can vouch for it. */
    private static Condition durability(Workspace workspace) {
        boolean replicated = Optional.ofNullable(workspace.getSpec())
                        .map(WorkspaceSpec::durability)
                        .orElse(Durability.FSYNC)
                == Durability.REPLICATED;
        return replicated
                ? Condition.happy(ConditionType.DURABILITY_VERIFIED, Reason.REPLICATED)
                : Condition.of(
                        ConditionType.DURABILITY_VERIFIED,
                        Truth.UNKNOWN,
                        Reason.SYNC_INTERVAL_NOT_VISIBLE,
                        "durability: fsync needs `sync_interval: always` in the configuration of the NATS servers,"
                                + " which they do not show to clients: check it there.");
    }

    private static PlaneStatus plane(Optional<Deployment> deployment, @Nullable String url) {
        Optional<DeploymentStatus> status = deployment.map(Deployment::getStatus);
        return new PlaneStatus(
                status.map(s -> Objects.requireNonNullElse(s.getReplicas(), 0)).orElse(0),
                status.map(s -> Objects.requireNonNullElse(s.getReadyReplicas(), 0))
                        .orElse(0),
                url);
    }
}
