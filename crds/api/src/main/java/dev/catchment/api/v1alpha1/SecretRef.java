package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** A set of values in one Secret of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretRef(
        @JsonPropertyDescription("Name of the Secret.")
        @Required
        @Size(min = 1, max = 253) @Pattern(Patterns.DNS_SUBDOMAIN) String name,

        @JsonPropertyDescription(
                "Which key of the Secret holds which field: field name to key. A field that is not listed has the key of its own name; an empty value there counts as none.")
        @Size(max = 64) Map<String, @Size(min = 1, max = 253) @Pattern(Patterns.SECRET_KEY) String> keys) {

    public SecretRef {
        keys = Absent.map(keys);
    }
}
