package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.EffectiveWorkspace;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceStatus;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import dev.catchment.operator.hub.Hub;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.StatusWriter;
import dev.catchment.operator.status.Transitions;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a run found out about a Workspace: in its status, in events, in the log. */
final class WorkspaceReport {
    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceReport.class);

    private final Children children;
    private final Hubs hubs;
    private final StatusWriter statuses;
    private final Transitions transitions;
    private final Clock clock;

    WorkspaceReport(Children children, Hubs hubs, Transitions transitions, Clock clock) {
        this.children = children;
        this.hubs = hubs;
        this.statuses = new StatusWriter(transitions);
        this.transitions = transitions;
        this.clock = clock;
    }

    /** Says what was repaired in NATS. What is made for the first time is no news. */
    void repaired(Workspace workspace, List<String> repaired) {
        if (!repaired.isEmpty() && wasProvisioned(workspace)) {
            String message = String.join(" ", repaired);
            LOG.atWarn()
                    .addKeyValue("kind", workspace.getKind())
                    .addKeyValue("namespace", workspace.getMetadata().getNamespace())
                    .addKeyValue("name", workspace.getMetadata().getName())
                    .addKeyValue("generation", workspace.getMetadata().getGeneration())
                    .log("{}", message);
            transitions.announce(workspace, "Warning", Reason.DRIFT_REPAIRED.wireName(), message);
        }
    }

    private static boolean wasProvisioned(Workspace workspace) {
        return Optional.ofNullable(workspace.getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionType.PROVISIONED))
                .map(condition -> Truth.TRUE.wireName().equals(condition.status()))
                .orElse(false);
    }

    /** @param effective the values in force; absent: those of before */
    void write(
            HubId id,
            Workspace workspace,
            Findings findings,
            @Nullable EffectiveWorkspace effective,
            Context<Workspace> context) {
        String ingest = Names.plane(id, Plane.INGEST);
        WorkspaceStatuses.Planes planes = new WorkspaceStatuses.Planes(
                children.deployment(id.namespace(), ingest),
                children.deployment(id.namespace(), Names.plane(id, Plane.DELIVERY)),
                "http://" + ingest + "." + id.namespace() + ".svc");
        List<StatusCondition> before = WorkspaceStatuses.conditions(workspace);
        Set<Pod> pods = context.getSecondaryResources(Pod.class);
        findings.planes(PlanesReady.of(
                List.of(
                        new PlanesReady.Seen(Plane.INGEST, planes.ingest(), PlanePods.of(Plane.INGEST, pods)),
                        new PlanesReady.Seen(Plane.DELIVERY, planes.delivery(), PlanePods.of(Plane.DELIVERY, pods))),
                Conditions.find(before, ConditionType.PLANES_READY),
                clock.instant()));
        Condition loss = LostFrames.of(
                hubs.find(id).flatMap(Hub::partitions),
                Labels.acknowledgedLostFrames(workspace),
                Conditions.find(before, ConditionType.DATA_LOSS));
        WorkspaceStatus status =
                WorkspaceStatuses.of(workspace, findings.conditions(), List.of(loss), effective, planes, clock);
        statuses.write(workspace, status, Workspace::new, WorkspaceStatus::conditions, context);
    }
}
