package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which of the type's presets a destination does not want. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {disable: {x-kubernetes-list-type: set}}
""")
public record PresetSelection(
        @JsonPropertyDescription("Names of presets that are switched off; \"*\" switches all off.") @Size(max = 100) List<@Size(min = 1, max = 128) String> disable) {

    public PresetSelection {
        disable = Absent.list(disable);
    }
}
