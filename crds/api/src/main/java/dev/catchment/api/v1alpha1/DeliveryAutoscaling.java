package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Bounds for the number of delivery pods, and what changes it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "self.min <= self.max", message = "min must not be greater than max")
public record DeliveryAutoscaling(
        @JsonPropertyDescription("The fewest pods.") @Required @Min(1) @Max(100) Integer min,

        @JsonPropertyDescription("The most pods. More than the workspace has partitions are stand-bys.")
        @Required
        @Min(1) @Max(100) Integer max,

        @JsonPropertyDescription(
                "Frames of the log that may wait to be read, on average per pod, before pods are added. Default: 1000.")
        @Min(1) @Max(1000000) @Nullable Integer targetLag,

        @JsonPropertyDescription(
                "hpa: a HorizontalPodAutoscaler by the metric catchment_delivery_pod_lag_frames, which the cluster's metrics adapter must serve; keda: a ScaledObject, for clusters with KEDA.")
        @Default("hpa")
        @Nullable Scaler scaler) {}
