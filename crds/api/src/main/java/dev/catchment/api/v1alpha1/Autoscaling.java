package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Bounds for a HorizontalPodAutoscaler. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "self.min <= self.max", message = "min must not be greater than max")
public record Autoscaling(
        @JsonPropertyDescription("The fewest pods.") @Required @Min(1) @Max(100) Integer min,

        @JsonPropertyDescription("The most pods.") @Required @Min(1) @Max(100) Integer max,

        @JsonPropertyDescription("CPU use in percent of the request at which pods are added. Default: 70.")
        @Min(1) @Max(100) @Nullable Integer targetCPU) {}
