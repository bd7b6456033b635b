package dev.catchment.operator.workspace;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An object without what changes by itself: its status, versions and field managers, and the revision that the
 * Deployment controller writes into an annotation.
 */
record ObjectForm(
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<?> owners,
        Map<String, ?> content) {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    static ObjectForm of(KubernetesClient client, HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations =
                new HashMap<>(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
        annotations.remove(REVISION);
        @SuppressWarnings("unchecked")
        Map<String, Object> content = client.getKubernetesSerialization().convertValue(object, Map.class);
        content.remove("metadata");
        content.remove("status");
        return new ObjectForm(
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                annotations,
                metadata.getOwnerReferences(),
                content);
    }
}
