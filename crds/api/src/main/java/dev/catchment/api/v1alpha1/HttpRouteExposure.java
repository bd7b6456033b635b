package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The HTTPRoute of a workspace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpRouteExposure(
        @JsonPropertyDescription("The Gateways that carry the route.") @Required @Size(min = 1, max = 8) List<GatewayRef> parentRefs,

        @JsonPropertyDescription("Host names under which the ingest answers. Default: those of the Gateway.")
        @Size(max = 16) List<@Size(min = 1, max = 253) String> hostnames) {

    public HttpRouteExposure {
        parentRefs = Absent.list(parentRefs);
        hostnames = Absent.list(hostnames);
    }
}
