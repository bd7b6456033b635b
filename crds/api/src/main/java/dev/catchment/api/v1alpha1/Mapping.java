package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** When a destination runs which action with which fields. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Mapping(
        @JsonPropertyDescription("Name of the mapping, unique within the destination.")
        @Required
        @Size(min = 1, max = 128) String name,

        @JsonPropertyDescription("The type's action to run.") @Required @Size(min = 1, max = 128) String action,

        @JsonPropertyDescription("Which events it runs for.") @Required
        EventCondition when,

        @JsonPropertyDescription(
                "Values of the action's fields, instead of their defaults; \"${...}\" in a text is an expression over the event.")
        @Size(max = 200) Map<String, JsonNode> fields) {

    public Mapping {
        fields = Absent.map(fields);
    }
}
