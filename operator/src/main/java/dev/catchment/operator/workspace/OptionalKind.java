package dev.catchment.operator.workspace;

import dev.catchment.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** Kinds that a cluster may lack, because their CRDs are somebody else's. */
enum OptionalKind {
    HTTP_ROUTE(
            "gateway.networking.k8s.io",
            "v1",
            "HTTPRoute",
            Reason.GATEWAY_API_MISSING,
            "spec.ingest.exposure.httpRoute",
            "install the CRDs of the Gateway API and a controller for them, or use spec.ingest.exposure.ingress"),
    SCALED_OBJECT(
            "keda.sh",
            "v1alpha1",
            "ScaledObject",
            Reason.KEDA_MISSING,
            "spec.delivery.autoscaling.scaler",
            "install KEDA, or use scaler: hpa");

    private final String group;
    private final String version;
    private final String kind;
    private final Reason missing;
    private final String field;
    private final String remedy;

    OptionalKind(String group, String version, String kind, Reason missing, String field, String remedy) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.missing = missing;
        this.field = field;
        this.remedy = remedy;
    }

    static Optional<OptionalKind> of(HasMetadata object) {
        for (OptionalKind each : values()) {
            if (each.kind.equals(object.getKind()) && each.apiVersion().equals(object.getApiVersion())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    String group() {
        return group;
    }

    String version() {
        return version;
    }

    String kind() {
        return kind;
    }

    String apiVersion() {
        return group + "/" + version;
    }

    /** Why a Workspace that needs it is not ready. */
    Reason missing() {
        return missing;
    }

    /** What to say then. */
    String message() {
        return field + ": this cluster has no " + kind + " (" + apiVersion() + "): " + remedy
                + ". It is made as soon as the kind is there.";
    }
}
