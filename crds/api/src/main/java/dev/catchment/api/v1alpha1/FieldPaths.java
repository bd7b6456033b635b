package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Fields of an event. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {paths: {x-kubernetes-list-type: set}}
""")
public record FieldPaths(
        @JsonPropertyDescription(
                "Paths of fields, such as context.ip or properties.products.sku (in every element of a list).")
        @Required
        @Size(min = 1, max = 200) List<@Size(min = 1, max = 256) String> paths) {

    public FieldPaths {
        paths = Absent.list(paths);
    }
}
