package dev.catchment.operator.workspace;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/**
 * Hands the number of replicas over to an autoscaler. A field that its only manager stops applying is removed, and the
 * Deployment would fall to one pod; so another manager takes the present number first, and the autoscaler takes it from
 * that one.
 */
final class ReplicaHandover {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("catchment-replicas")
            .withForce(true)
            .build();

    private ReplicaHandover() {}

    static void keep(KubernetesClient client, Deployment current, Deployment wanted) {
        if (wanted.getSpec().getReplicas() != null || !operatorOwnsReplicas(current)) {
            return;
        }
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(current.getMetadata().getNamespace())
                        .withName(current.getMetadata().getName())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(current.getSpec().getReplicas())
                        .endSpec()
                        .build())
                .patch(APPLY);
    }

    private static boolean operatorOwnsReplicas(Deployment current) {
        return current.getMetadata().getManagedFields().stream()
                .filter(entry -> "catchment-workspace".equals(entry.getManager()))
                .map(ManagedFieldsEntry::getFieldsV1)
                .anyMatch(fields -> fields != null
                        && fields.getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                        && spec.containsKey("f:replicas"));
    }
}
