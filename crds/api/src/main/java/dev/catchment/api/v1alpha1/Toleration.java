package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A taint of nodes that pods tolerate, as in the spec of a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Toleration(
        @JsonPropertyDescription("Key of the taint. Empty with operator Exists: every taint.")
        @Size(max = 316) @Nullable String key,

        @JsonPropertyDescription("Exists or Equal (default).") @Size(max = 16) @Nullable String operator,

        @JsonPropertyDescription("Value of the taint, for Equal.") @Size(max = 63) @Nullable String value,

        @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute. Empty: every effect.")
        @Size(max = 32) @Nullable String effect,

        @JsonPropertyDescription("How long a NoExecute taint is tolerated, in seconds.") @Nullable Long tolerationSeconds) {}
