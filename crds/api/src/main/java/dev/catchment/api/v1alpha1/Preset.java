package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An action that runs without being configured. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Preset(
        @JsonPropertyDescription("Name of the preset, unique within the type.") @Required @Size(min = 1, max = 128) String name,

        @JsonPropertyDescription("What the preset does.") @Size(max = 4096) @Nullable String description,

        @JsonPropertyDescription("Which events it runs for.") @Required
        EventCondition when,

        @JsonPropertyDescription("The action to run.") @Required @Size(min = 1, max = 128) String action,

        @JsonPropertyDescription("Values of the action's fields, instead of their defaults.") @Size(max = 200) Map<String, JsonNode> fields) {

    public Preset {
        fields = Absent.map(fields);
    }
}
