package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Autoscaling;
import dev.catchment.api.v1alpha1.DeliveryAutoscaling;
import dev.catchment.api.v1alpha1.Exposure;
import dev.catchment.api.v1alpha1.PodTemplate;
import dev.catchment.api.v1alpha1.Resources;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plane's objects in Kubernetes are made from, everything decided.
 *
 * @param replicas absent: the autoscaler decides, and the operator leaves the number alone
 * @param natsSecret the Secret with its NATS credentials
 * @param workspaceKeyHash present: the workspace key is mounted, and another key means new pods
 * @param network present: it has a NetworkPolicy, which lets out to this beside public addresses
 */
record PlaneModel(
        HubId hub,
        Plane plane,
        OwnerReference owner,
        String image,
        Optional<String> imagePullPolicy,
        List<String> imagePullSecrets,
        Optional<Integer> replicas,
        Optional<Autoscaling> cpuScaling,
        Optional<DeliveryAutoscaling> lagScaling,
        Optional<Exposure> exposure,
        Optional<Resources> resources,
        PodTemplate pods,
        List<String> natsServers,
        Optional<String> natsSecret,
        Optional<String> workspaceKeyHash,
        Optional<Egress> network) {

    String name() {
        return Names.plane(hub, plane);
    }

    Map<String, String> selector() {
        return Labels.selector(hub, plane);
    }

    /** Metadata of each of the plane's objects. */
    ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName(name())
                .withNamespace(hub.namespace())
                .withLabels(Labels.plane(hub, plane))
                .withOwnerReferences(owner)
                .build();
    }
}
