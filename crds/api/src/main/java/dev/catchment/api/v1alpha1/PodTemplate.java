package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pods of a plane carry beside what the operator needs. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {env: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}}
""")
public record PodTemplate(
        @JsonPropertyDescription("Further labels.") @Size(max = 64) Map<String, @Size(max = 63) String> labels,

        @JsonPropertyDescription("Further annotations.") @Size(max = 64) Map<String, @Size(max = 65536) String> annotations,

        @JsonPropertyDescription("Labels a node must carry.") @Size(max = 32) Map<String, @Size(max = 63) String> nodeSelector,

        @JsonPropertyDescription("Taints of nodes that the pods tolerate.") @Size(max = 32) List<Toleration> tolerations,

        @JsonPropertyDescription("Affinity, exactly as in the spec of a Pod.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable ObjectNode affinity,

        @JsonPropertyDescription("The pods' priority class.") @Size(max = 253) @Nullable String priorityClassName,

        @JsonPropertyDescription("Further environment variables.") @Size(max = 64) List<EnvVar> env) {

    public PodTemplate {
        labels = Absent.map(labels);
        annotations = Absent.map(annotations);
        nodeSelector = Absent.map(nodeSelector);
        tolerations = Absent.list(tolerations);
        env = Absent.list(env);
    }
}
