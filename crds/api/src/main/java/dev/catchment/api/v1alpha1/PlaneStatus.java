package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How many pods of a plane there are. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlaneStatus(
        @JsonPropertyDescription("Pods that exist.") @Nullable Integer replicas,

        @JsonPropertyDescription("Pods that are ready.") @Nullable Integer readyReplicas,

        @JsonPropertyDescription("Where the plane is reached, if it is.") @Size(max = 2048) @Nullable String url) {}
