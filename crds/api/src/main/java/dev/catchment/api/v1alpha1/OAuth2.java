package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an access token is fetched; texts may hold ${...} over config and secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OAuth2(
        @JsonPropertyDescription("clientCredentials, refreshToken or jwtBearer.") @Required
        OAuthGrant grant,

        @JsonPropertyDescription("URL of the token endpoint.") @Required @Size(min = 1, max = 4096) String tokenUrl,

        @JsonPropertyDescription("Client id.") @Size(max = 1024) @Nullable String clientId,

        @JsonPropertyDescription("Client secret.") @Size(max = 1024) @Nullable String clientSecret,

        @JsonPropertyDescription(
                "Where client id and secret are sent: in the body or as Authorization: Basic. Default: body.")
        @Nullable ClientAuth clientAuth,

        @JsonPropertyDescription("Scope that is asked for.") @Size(max = 1024) @Nullable String scope,

        @JsonPropertyDescription(
                "For refreshToken: the token that is exchanged. Where the tool answers with another one, that is kept and used from then on.")
        @Size(max = 1024) @Nullable String refreshToken,

        @JsonPropertyDescription("An access token that is used until it is refused, if it is there.")
        @Size(max = 1024) @Nullable String accessToken,

        @JsonPropertyDescription("More parameters of the token request.") @Size(max = 16) Map<String, @Size(max = 1024) String> parameters,

        @JsonPropertyDescription("For jwtBearer: the assertion.") @Nullable JwtAssertion assertion) {

    public OAuth2 {
        parameters = Absent.map(parameters);
    }
}
