package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How many of a destination's events became dead letters for one reason. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterCount(
        @JsonPropertyDescription("The reason, as in the dead letters: BAD_REQUEST, FILTER_ERROR, ...")
        @Required
        @Size(min = 1, max = 63) String reason,

        @JsonPropertyDescription("Events that became dead letters for it.") @Required @Min(0) long count) {}
