package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The settings of a destination type. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConfigSchema(
        @JsonPropertyDescription("The settings by name.") @Size(max = 100) Map<String, ConfigField> properties) {

    public ConfigSchema {
        properties = Absent.map(properties);
    }
}
