package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How many of a source's messages were refused for one reason. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefusalCount(
        @JsonPropertyDescription("The reason, as in the answer's code: event_not_string, no_user_anon_id, ...")
        @Required
        @Size(min = 1, max = 63) String code,

        @JsonPropertyDescription("Messages refused for it; a request that could not be read counts as one.")
        @Required
        @Min(0) long count) {}
