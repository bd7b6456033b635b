package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Gateway, or one of its listeners. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GatewayRef(
        @JsonPropertyDescription("Name of the Gateway.")
        @Required
        @Size(min = 1, max = 253) @Pattern(Patterns.DNS_SUBDOMAIN) String name,

        @JsonPropertyDescription("Namespace of the Gateway. Default: the workspace's own.")
        @Size(min = 1, max = 63) @Pattern(Patterns.DNS_LABEL) @Nullable String namespace,

        @JsonPropertyDescription("Listener of the Gateway. Default: every fitting one.")
        @Size(min = 1, max = 253) @Nullable String sectionName) {}
