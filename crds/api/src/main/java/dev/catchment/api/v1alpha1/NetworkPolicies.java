package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** The NetworkPolicies of the planes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkPolicies(
        @JsonPropertyDescription(
                "Whether there is one for each plane. Ingest: in from anywhere, out to NATS and DNS only. Delivery: in for health and metrics only, out to NATS, DNS, public addresses and what egress allows.")
        @Default("true")
        @Nullable Boolean enabled) {}
