package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Only a share of the events is sent. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Sample(
        @JsonPropertyDescription("How many percent are sent.") @Required @Min(0) @Max(100) Double percent,

        @JsonPropertyDescription(
                "Events with the same value here are kept or dropped together, such as userId. Default: each event by its messageId.")
        @Size(min = 1, max = 256) @Nullable String path) {}
