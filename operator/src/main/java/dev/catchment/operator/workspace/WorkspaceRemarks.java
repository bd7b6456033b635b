package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.DeliveryPlane;
import dev.catchment.api.v1alpha1.Exposure;
import dev.catchment.api.v1alpha1.IngestPlane;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be said about a valid Workspace that asks for what it will not get. Everything else goes on. Pure. */
final class WorkspaceRemarks {
    private WorkspaceRemarks() {}

    static List<Condition> of(Workspace workspace, WorkspaceModel model) {
        Optional<WorkspaceSpec> spec = Optional.ofNullable(workspace.getSpec());
        List<Condition> remarks = new ArrayList<>();
        spec.map(WorkspaceSpec::ingest)
                .map(IngestPlane::exposure)
                .map(Exposure::httpRoute)
                .ifPresent(_ -> remarks.add(Condition.of(
                        ConditionType.ACCEPTED,
                        Truth.FALSE,
                        Reason.UNSUPPORTED_EXPOSURE,
                        "spec.ingest.exposure.httpRoute: this version makes no HTTPRoute. Write one yourself for port 80"
                                + " of Service \"" + model.ingest().name()
                                + "\", or use spec.ingest.exposure.ingress.")));
        int partitions = model.spec().partitions();
        spec.map(WorkspaceSpec::delivery)
                .map(DeliveryPlane::replicas)
                .filter(replicas -> replicas > partitions)
                .ifPresent(replicas -> remarks.add(Condition.of(
                        ConditionType.ACCEPTED,
                        Truth.TRUE,
                        Reason.REPLICAS_EXCEED_PARTITIONS,
                        "spec.delivery.replicas: " + (replicas - partitions) + " of " + replicas
                                + " pods are stand-bys, because the log has " + partitions
                                + (partitions == 1 ? " partition." : " partitions."))));
        return remarks;
    }
}
