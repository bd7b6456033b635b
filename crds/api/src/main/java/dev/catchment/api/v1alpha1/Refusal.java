package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which events an action does not take. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "!has(self.when) || has(self.when.cel)", message = "a condition over fields is written in CEL")
public record Refusal(
        @JsonPropertyDescription("A condition in CEL over event, config, options, fields and values.") @Required
        EventCondition when,

        @JsonPropertyDescription("Why, and what to do about it: a text without expressions.")
        @Required
        @Size(min = 1, max = 1024) String reason) {}
