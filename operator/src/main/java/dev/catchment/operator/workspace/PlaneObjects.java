package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Autoscaling;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The objects of a plane in Kubernetes. Pure. */
final class PlaneObjects {
    private static final int DEFAULT_TARGET_CPU = 70;

    private PlaneObjects() {}

    static List<HasMetadata> of(PlaneModel model) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(serviceAccount(model));
        objects.add(service(model));
        objects.add(disruptionBudget(model));
        objects.add(PlaneDeployment.of(model));
        model.autoscaling().ifPresent(scaling -> objects.add(autoscaler(model, scaling)));
        model.ingress().ifPresent(exposure -> objects.add(PlaneIngress.of(model, exposure)));
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
            ports.add(port(Names.HTTP_PORT_NAME, 80));
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

    private static PodDisruptionBudget disruptionBudget(PlaneModel model) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withNewSelector()
                .withMatchLabels(model.selector())
                .endSelector()
                .endSpec()
                .build();
    }

    private static HorizontalPodAutoscaler autoscaler(PlaneModel model, Autoscaling scaling) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", model.name())
                .withMinReplicas(scaling.min())
                .withMaxReplicas(scaling.max())
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(Objects.requireNonNullElse(scaling.targetCPU(), DEFAULT_TARGET_CPU))
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }
}
