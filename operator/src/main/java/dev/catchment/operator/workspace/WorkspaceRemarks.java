package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.DeliveryAutoscaling;
import dev.catchment.api.v1alpha1.DeliveryPlane;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be said about a valid Workspace that asks for what it will not get. Everything else goes on. Pure. */
final class WorkspaceRemarks {
    private WorkspaceRemarks() {}

    /** @param missing kinds that it asks for and the cluster lacks */
    static List<Condition> of(Workspace workspace, WorkspaceModel model, Set<OptionalKind> missing) {
        Optional<WorkspaceSpec> spec = Optional.ofNullable(workspace.getSpec());
        List<Condition> remarks = new ArrayList<>();
        missing.forEach(kind ->
                remarks.add(Condition.of(ConditionType.RESOLVED_REFS, Truth.FALSE, kind.missing(), kind.message())));
        int partitions = model.spec().partitions();
        Optional<DeliveryPlane> delivery = spec.map(WorkspaceSpec::delivery);
        delivery.map(DeliveryPlane::replicas)
                .ifPresent(replicas ->
                        standBys("spec.delivery.replicas", replicas, partitions).ifPresent(remarks::add));
        delivery.map(DeliveryPlane::autoscaling).map(DeliveryAutoscaling::max).ifPresent(max -> standBys(
                        "spec.delivery.autoscaling.max", max, partitions)
                .ifPresent(remarks::add));
        return remarks;
    }

    private static Optional<Condition> standBys(String field, int pods, int partitions) {
        return pods <= partitions
                ? Optional.empty()
                : Optional.of(Condition.of(
                        ConditionType.ACCEPTED,
                        Truth.TRUE,
                        Reason.REPLICAS_EXCEED_PARTITIONS,
                        field + ": " + (pods - partitions) + " of " + pods
                                + " pods are stand-bys, because the log has " + partitions
                                + (partitions == 1 ? " partition." : " partitions.")));
    }
}
