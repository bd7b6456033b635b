package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named operation of a tool. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(has(self.requests) && size(self.requests) > 0) || (has(self.bases) && size(self.bases) > 0)",
        message = "must have requests, or a base that has them",
        fieldPath = ".requests")
public record Action(
        @JsonPropertyDescription("What the action does.") @Size(max = 4096) @Nullable String description,

        @JsonPropertyDescription("Its inputs by name.") @Size(max = 200) Map<String, ActionField> fields,

        @JsonPropertyDescription(
                "What its requests need and no mapping gives: values made of the fields, which may refer to each other. Requests read them as values.<name>.")
        @Size(max = 100) Map<String, JsonNode> values,

        @JsonPropertyDescription("Events that it cannot take although each of their fields is right.") @Size(max = 32) List<Refusal> refuse,

        @JsonPropertyDescription(
                "The requests it consists of, in order. Default: those of the last of its bases that has any.")
        @Size(max = 8) List<RequestTemplate> requests,

        @JsonPropertyDescription(
                "What it has in common with other actions: names under the type's bases. Their fields, values and refusals are its own too; of two with one name the later base's, and the action's own before all.")
        @Size(max = 8) List<@Size(min = 1, max = 128) String> bases) {

    public Action {
        fields = Absent.map(fields);
        values = Absent.map(values);
        refuse = Absent.list(refuse);
        requests = Absent.list(requests);
        bases = Absent.list(bases);
    }
}
