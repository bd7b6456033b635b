package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The values in force where the spec leaves them to the type. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EffectiveDelivery(
        @JsonPropertyDescription("Version of the type in use.") @Size(max = 32) @Nullable String typeVersion,

        @JsonPropertyDescription("How the destination is reached.") @Nullable ConnectionMode connectionMode,

        @JsonPropertyDescription("How long one request may take.") @Size(max = 16) @Nullable String timeout,

        @JsonPropertyDescription("Requests in flight at most.") @Nullable Integer concurrency,

        @JsonPropertyDescription("Requests per second at most; absent: unlimited.") @Nullable Integer requestsPerSecond,

        @JsonPropertyDescription("Events per request at most.") @Nullable Integer batchSize) {}
