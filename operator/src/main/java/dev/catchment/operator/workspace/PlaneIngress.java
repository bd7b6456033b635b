package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.IngressExposure;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;

/** The Ingress of a plane: every path of its hosts, and never the admin port. Pure. */
final class PlaneIngress {
    private PlaneIngress() {}

    static Ingress of(PlaneModel model, IngressExposure exposure) {
        List<IngressTLS> tls = exposure.tlsSecretName() == null
                ? List.of()
                : List.of(new IngressTLSBuilder()
                        .withHosts(exposure.hosts())
                        .withSecretName(exposure.tlsSecretName())
                        .build());
        return new IngressBuilder()
                .withMetadata(new ObjectMetaBuilder(model.metadata())
                        .withAnnotations(exposure.annotations())
                        .build())
                .withNewSpec()
                .withIngressClassName(exposure.className())
                .withTls(tls)
                .withRules(
                        exposure.hosts().stream().map(host -> rule(model, host)).toList())
                .endSpec()
                .build();
    }

    private static IngressRule rule(PlaneModel model, String host) {
        return new IngressRuleBuilder()
                .withHost(host)
                .withNewHttp()
                .withPaths(new HTTPIngressPathBuilder()
                        .withPath("/")
                        .withPathType("Prefix")
                        .withNewBackend()
                        .withNewService()
                        .withName(model.name())
                        .withNewPort()
                        .withName(Names.HTTP_PORT_NAME)
                        .endPort()
                        .endService()
                        .endBackend()
                        .build())
                .endHttp()
                .build();
    }
}
