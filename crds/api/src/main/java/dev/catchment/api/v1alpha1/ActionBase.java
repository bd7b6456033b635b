package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** What several actions have in common; never run by itself. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ActionBase(
        @JsonPropertyDescription("Inputs by name.") @Size(max = 200) Map<String, ActionField> fields,

        @JsonPropertyDescription("Values that requests need and no mapping gives.") @Size(max = 100) Map<String, JsonNode> values,

        @JsonPropertyDescription("Events that the actions do not take.") @Size(max = 32) List<Refusal> refuse,

        @JsonPropertyDescription("The requests of actions that have none of their own.") @Size(max = 8) List<RequestTemplate> requests) {

    public ActionBase {
        fields = Absent.map(fields);
        values = Absent.map(values);
        refuse = Absent.list(refuse);
        requests = Absent.list(requests);
    }
}
