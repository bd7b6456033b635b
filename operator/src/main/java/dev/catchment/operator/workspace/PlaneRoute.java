package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.GatewayRef;
import dev.catchment.api.v1alpha1.HttpRouteExposure;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;

/** The HTTPRoute of a plane: every path, and never the admin port. Pure. */
final class PlaneRoute {
    private PlaneRoute() {}

    static HTTPRoute of(PlaneModel model, HttpRouteExposure exposure) {
        return new HTTPRouteBuilder()
                .withMetadata(model.metadata())
                .withNewSpec()
                .withParentRefs(
                        exposure.parentRefs().stream().map(PlaneRoute::gateway).toList())
                .withHostnames(exposure.hostnames())
                .withRules(new HTTPRouteRuleBuilder()
                        .addNewMatch()
                        .withNewPath()
                        .withType("PathPrefix")
                        .withValue("/")
                        .endPath()
                        .endMatch()
                        .addNewBackendRef()
                        .withGroup("")
                        .withKind("Service")
                        .withName(model.name())
                        .withPort(PlaneObjects.SERVICE_PORT)
                        .withWeight(1)
                        .endBackendRef()
                        .build())
                .endSpec()
                .build();
    }

    private static ParentReference gateway(GatewayRef gateway) {
        return new ParentReferenceBuilder()
                .withGroup("gateway.networking.k8s.io")
                .withKind("Gateway")
                .withNamespace(gateway.namespace())
                .withName(gateway.name())
                .withSectionName(gateway.sectionName())
                .build();
    }
}
