package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Exposure;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;

/** The objects of a plane in Kubernetes. Pure. */
final class PlaneObjects {
    /** Where the ingest's Service takes events in. */
    static final int SERVICE_PORT = 80;

    private PlaneObjects() {}

    static List<HasMetadata> of(PlaneModel model) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(serviceAccount(model));
        objects.add(service(model));
        objects.add(disruptionBudget(model));
        objects.add(PlaneDeployment.of(model));
        model.network().ifPresent(beyond -> objects.add(PlaneNetwork.of(model, beyond)));
        model.cpuScaling().ifPresent(scaling -> objects.add(PlaneScaling.byCpu(model, scaling)));
        model.lagScaling().ifPresent(scaling -> objects.add(PlaneScaling.byLag(model, scaling)));
        model.exposure().map(Exposure::ingress).ifPresent(exposure -> objects.add(PlaneIngress.of(model, exposure)));
        model.exposure().map(Exposure::httpRoute).ifPresent(exposure -> objects.add(PlaneRoute.of(model, exposure)));
        return objects;
    }

    private static ServiceAccount serviceAccount(PlaneModel model) {
        return new ServiceAccountBuilder()
                .withMetadata(model.metadata())
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** For the ingest, events on port 80; for both, health and metrics on the admin port. */
    private static Service service(PlaneModel model) {
        List<ServicePort> ports = new ArrayList<>();
        if (model.plane() == Plane.INGEST) {
            ports.add(port(Names.HTTP_PORT_NAME, SERVICE_PORT));
        }
        ports.add(port(Names.ADMIN_PORT_NAME, PlaneDeployment.ADMIN_PORT));
        return new ServiceBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(model.selector())
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int number) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(number)
                .withNewTargetPort(name)
                .withProtocol("TCP")
                .build();
    }

    /** One pod at a time, also if there is one only; and a pod that serves nobody never holds a node up. */
    private static PodDisruptionBudget disruptionBudget(PlaneModel model) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(model.selector())
                .endSelector()
                .endSpec()
                .build();
    }
}
