package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Autoscaling;
import dev.catchment.api.v1alpha1.DeliveryAutoscaling;
import dev.catchment.api.v1alpha1.Scaler;
import dev.catchment.contract.LagSignal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What changes the number of a plane's pods: for ingest its CPU, for delivery how much of the log waits for it. Why KEDA
 * asks the pods and not NATS stands in docs/adr/0017. Pure.
 */
final class PlaneScaling {
    private static final int DEFAULT_TARGET_CPU = 70;
    private static final int DEFAULT_TARGET_LAG = 1000;

    private PlaneScaling() {}

    static HorizontalPodAutoscaler byCpu(PlaneModel model, Autoscaling scaling) {
        return autoscaler(
                model,
                scaling.min(),
                scaling.max(),
                new MetricSpecBuilder()
                        .withType("Resource")
                        .withNewResource()
                        .withName("cpu")
                        .withNewTarget()
                        .withType("Utilization")
                        .withAverageUtilization(Objects.requireNonNullElse(scaling.targetCPU(), DEFAULT_TARGET_CPU))
                        .endTarget()
                        .endResource()
                        .build());
    }

    static HasMetadata byLag(PlaneModel model, DeliveryAutoscaling scaling) {
        int target = Objects.requireNonNullElse(scaling.targetLag(), DEFAULT_TARGET_LAG);
        return scaling.scaler() == Scaler.KEDA
                ? scaledObject(model, scaling, target)
                : autoscaler(
                        model,
                        scaling.min(),
                        scaling.max(),
                        new MetricSpecBuilder()
                                .withType("Pods")
                                .withNewPods()
                                .withNewMetric()
                                .withName(LagSignal.METRIC)
                                .endMetric()
                                .withNewTarget()
                                .withType("AverageValue")
                                .withAverageValue(new Quantity(Integer.toString(target)))
                                .endTarget()
                                .endPods()
                                .build());
    }

    private static HorizontalPodAutoscaler autoscaler(PlaneModel model, int min, int max, MetricSpec metric) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", model.name())
                .withMinReplicas(min)
                .withMaxReplicas(max)
                .withMetrics(metric)
                .endSpec()
                .build();
    }

    /** Whether an object changes numbers of pods. */
    static boolean isScaler(HasMetadata object) {
        return object instanceof HorizontalPodAutoscaler
                || OptionalKind.SCALED_OBJECT.kind().equals(object.getKind());
    }

    /** KEDA asks every ready pod behind the Service and divides the sum by the target. */
    private static GenericKubernetesResource scaledObject(PlaneModel model, DeliveryAutoscaling scaling, int target) {
        String url = "http://" + model.name() + "." + model.hub().namespace() + ".svc:" + PlaneDeployment.ADMIN_PORT
                + LagSignal.PATH;
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(OptionalKind.SCALED_OBJECT.apiVersion())
                .withKind(OptionalKind.SCALED_OBJECT.kind())
                .withMetadata(model.metadata())
                .withAdditionalProperties(Map.of(
                        "spec",
                        Map.of(
                                "scaleTargetRef",
                                Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", model.name()),
                                "minReplicaCount",
                                scaling.min(),
                                "maxReplicaCount",
                                scaling.max(),
                                "triggers",
                                List.of(Map.of(
                                        "type",
                                        "metrics-api",
                                        "metricType",
                                        "AverageValue",
                                        "metadata",
                                        Map.of(
                                                "url",
                                                url,
                                                "valueLocation",
                                                LagSignal.FIELD,
                                                "targetValue",
                                                Integer.toString(target),
                                                "aggregateFromKubeServiceEndpoints",
                                                "true",
                                                "aggregationType",
                                                "sum"))))))
                .build();
    }
}
