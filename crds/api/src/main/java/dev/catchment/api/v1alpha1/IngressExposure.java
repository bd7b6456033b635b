package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Ingress of a workspace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IngressExposure(
        @JsonPropertyDescription("Host names under which the ingest answers.") @Required @Size(min = 1, max = 16) List<@Size(min = 1, max = 253) String> hosts,

        @JsonPropertyDescription("The ingress class. Default: the cluster's.") @Size(max = 253) @Nullable String className,

        @JsonPropertyDescription(
                "Secret with the certificate for the hosts; it may appear later. Without it, the Ingress speaks plain HTTP.")
        @Size(max = 253) @Pattern(Patterns.DNS_SUBDOMAIN) @Nullable String tlsSecretName,

        @JsonPropertyDescription("Annotations of the Ingress, such as the issuer for cert-manager.") @Size(max = 64) Map<String, @Size(max = 4096) String> annotations) {

    public IngressExposure {
        hosts = Absent.list(hosts);
        annotations = Absent.map(annotations);
    }
}
