package dev.catchment.operator;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells this Kubernetes cluster from every other: the uid of its namespace kube-system, read once. */
final class ClusterId implements Supplier<String> {
    private final KubernetesClient client;
    private volatile @Nullable String known;

    ClusterId(KubernetesClient client, Optional<String> given) {
        this.client = client;
        this.known = given.orElse(null);
    }

    @Override
    public String get() {
        String id = known;
        if (id == null) {
            Namespace system = client.namespaces().withName("kube-system").get();
            if (system == null) {
                throw new IllegalStateException(
                        "this cluster has no namespace kube-system: set CATCHMENT_CLUSTER_ID to a name that no other"
                                + " cluster with the same NATS has");
            }
            id = system.getMetadata().getUid();
            known = id;
        }
        return id;
    }
}
