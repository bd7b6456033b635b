package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Upper bounds on how many messages a source takes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.perSecond) || has(self.perAddressPerSecond)",
        message = "one of perSecond and perAddressPerSecond must be set")
public record SourceRateLimit(
        @JsonPropertyDescription(
                "How many messages per second of all clients together, on average; short bursts up to one second's worth are let through. Default: unlimited.")
        @Min(1) @Max(1000000) @Nullable Integer perSecond,

        @JsonPropertyDescription(
                "How many messages per second from one client address (of IPv6: from one /64), on average, as each ingest instance sees it; short bursts up to one second's worth are let through. For sources whose clients are browsers or apps: a server sends everything from one address. Default: unlimited.")
        @Min(1) @Max(1000000) @Nullable Integer perAddressPerSecond) {}
