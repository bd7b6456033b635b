package dev.catchment.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.catchment.api.v1alpha1.ApiJson;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads our resources without what nobody here looks at: who manages which field, and the copy of itself that kubectl
 * puts into an annotation. In memory the former alone is larger than the rest of a resource, of which there may be ten
 * thousand.
 */
final class LeanMetadata {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private LeanMetadata() {}

    static ObjectMapper mapper() {
        return ApiJson.mapper().addMixIn(CustomResource.class, Lean.class);
    }

    /** Mixed into {@link CustomResource}; other kinds stay as they are. */
    abstract static class Lean {
        @JsonIgnoreProperties("managedFields")
        @JsonDeserialize(converter = WithoutLastApplied.class)
        abstract void setMetadata(ObjectMeta metadata);
    }

    private static final class WithoutLastApplied extends StdConverter<ObjectMeta, ObjectMeta> {
        @Override
        public ObjectMeta convert(ObjectMeta metadata) {
            Map<String, String> annotations = metadata.getAnnotations();
            if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
                Map<String, String> others = new HashMap<>(annotations);
                others.remove(LAST_APPLIED);
                metadata.setAnnotations(others);
            }
            return metadata;
        }
    }
}
