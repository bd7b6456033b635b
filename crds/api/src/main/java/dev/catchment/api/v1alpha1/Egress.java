package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where destinations may send to. Default: public addresses, ports 80, 443 and from 1024 on. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Egress(
        @JsonPropertyDescription(
                "Further networks that may be reached, such as 10.20.0.0/16, within what the installation allows. Metadata addresses only if the installation names them.")
        @Size(max = 64) List<@Size(min = 1, max = 64) @Pattern(Patterns.CIDR) String> allowCIDRs,

        @JsonPropertyDescription("Further ports that may be reached.") @Size(max = 64) List<@Min(1) @Max(65535) Integer> allowPorts) {

    public Egress {
        allowCIDRs = Absent.list(allowCIDRs);
        allowPorts = Absent.list(allowPorts);
    }
}
