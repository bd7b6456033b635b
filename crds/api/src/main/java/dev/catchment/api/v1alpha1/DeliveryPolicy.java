package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How events are sent to a destination. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(self.retryFor) || int(self.retryFor.substring(0, self.retryFor.size() - 1)) * (self.retryFor.endsWith('d') ? 86400 : self.retryFor.endsWith('h') ? 3600 : self.retryFor.endsWith('m') ? 60 : 1) <= 270000",
        message = "must be at most 75h",
        fieldPath = ".retryFor")
public record DeliveryPolicy(
        @JsonPropertyDescription(
                "How long a failing event is retried, from its first failure, before it becomes a dead letter. At most 75h.")
        @Default("24h")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String retryFor,

        @JsonPropertyDescription("How long one request may take in all. Default: the type's.")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String timeout,

        @JsonPropertyDescription(
                "Requests in flight at most; one user's events always share a slot. Default: the type's.")
        @Min(1) @Max(1024) @Nullable Integer concurrency,

        @JsonPropertyDescription("Requests per second at most. Default: the type's.") @Nullable RateLimit rateLimit,

        @JsonPropertyDescription(
                "Events per request at most, where the type's requests can hold several; 1: each event alone. Default: the type's.")
        @Min(1) @Max(10000) @Nullable Integer batchSize,

        @JsonPropertyDescription(
                "none: a failed event is retried while later ones go on; user: that user's later events wait for it.")
        @Default("none")
        @Nullable Ordering ordering) {}
