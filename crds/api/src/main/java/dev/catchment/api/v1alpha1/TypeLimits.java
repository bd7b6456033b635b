package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What a tool can take. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TypeLimits(
        @JsonPropertyDescription("Requests per second at most. Default: unlimited.") @Min(1) @Max(1000000) @Nullable Integer requestsPerSecond,

        @JsonPropertyDescription("Events per request at most. Default: 1.") @Min(1) @Max(10000) @Nullable Integer batchSize,

        @JsonPropertyDescription("Size of a request's body at most.") @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String batchBytes,

        @JsonPropertyDescription("How long one request may take in all. Default: 30s.")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String timeout,

        @JsonPropertyDescription("Requests in flight at most. Default: 16.") @Min(1) @Max(1024) @Nullable Integer concurrency) {}
