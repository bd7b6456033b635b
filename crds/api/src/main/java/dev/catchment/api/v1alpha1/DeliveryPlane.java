package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The pods that deliver events and write the archive. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!(has(self.replicas) && has(self.autoscaling))",
        message = "at most one of replicas and autoscaling may be set")
public record DeliveryPlane(
        @JsonPropertyDescription(
                "How many delivery pods. More than the workspace has partitions are stand-bys. Default: 2. Not together with autoscaling.")
        @Min(0) @Max(100) @Nullable Integer replicas,

        @JsonPropertyDescription(
                "Lets the cluster choose the number of pods by how much of the log waits. Not together with replicas.")
        @Nullable DeliveryAutoscaling autoscaling,

        @JsonPropertyDescription("Container image, instead of the one that belongs to the operator's version.")
        @Size(max = 512) @Nullable String image,

        @JsonPropertyDescription("CPU and memory of each pod.") @Nullable Resources resources,

        @JsonPropertyDescription("What else the pods carry.") @Nullable PodTemplate podTemplate) {}
