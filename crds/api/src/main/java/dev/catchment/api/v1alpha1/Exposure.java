package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the ingest is reached from outside the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.ingress) != has(self.httpRoute)",
        message = "exactly one of ingress and httpRoute must be set")
public record Exposure(
        @JsonPropertyDescription("Through an Ingress.") @Nullable IngressExposure ingress,

        @JsonPropertyDescription("Through an HTTPRoute of the Gateway API.") @Nullable HttpRouteExposure httpRoute) {}
