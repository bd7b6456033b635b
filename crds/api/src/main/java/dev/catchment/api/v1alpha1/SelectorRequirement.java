package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** One requirement of a ResourceSelector on a label. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "self.operator in ['In', 'NotIn'] ? has(self.values) && self.values.size() > 0 : !has(self.values) || self.values.size() == 0",
        message = "values must be given for In and NotIn, and only for these")
public record SelectorRequirement(
        @JsonPropertyDescription("Key of the label.") @Required @Size(min = 1, max = 316) String key,

        @JsonPropertyDescription("How the label and the values relate: In, NotIn, Exists or DoesNotExist.") @Required
        SelectorOperator operator,

        @JsonPropertyDescription("Values for In and NotIn (at least one); must be empty for Exists and DoesNotExist.")
        @Size(max = 64) List<@Size(max = 63) String> values) {

    public SelectorRequirement {
        values = Absent.list(values);
    }
}
