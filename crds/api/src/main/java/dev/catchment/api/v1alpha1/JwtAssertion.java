package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signed JSON Web Token (RFC 7523); texts may hold ${...} over config and secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JwtAssertion(
        @JsonPropertyDescription("RS256 or HS256.") @Required @Size(min = 1, max = 16) String algorithm,

        @JsonPropertyDescription("The key: PKCS#8 in PEM for RS256, a text for HS256.")
        @Required
        @Size(min = 1, max = 1024) String key,

        @JsonPropertyDescription("More members of the header, such as kid.") @Size(max = 8) Map<String, @Size(max = 1024) String> header,

        @JsonPropertyDescription("Claims such as iss, sub and aud; iat, exp and jti are added.") @Size(max = 16) Map<String, @Size(max = 1024) String> claims,

        @JsonPropertyDescription("How long the assertion is good for. Default: 5m.")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String lifetime) {

    public JwtAssertion {
        header = Absent.map(header);
        claims = Absent.map(claims);
    }
}
