package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How requests prove who sends them; texts may hold ${...} over config and secret. Exactly one is set. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "[has(self.none), has(self.basic), has(self.bearer), has(self.header), has(self.query), has(self.oauth2)].exists_one(x, x)",
        message = "exactly one of none, basic, bearer, header, query and oauth2 must be set")
public record RequestAuth(
        @JsonPropertyDescription("Nothing is added; for one request of a type whose others have credentials.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable NoAuth none,

        @JsonPropertyDescription("User name and password as Authorization: Basic.") @Nullable BasicAuth basic,

        @JsonPropertyDescription("A token that is sent as Authorization: Bearer.") @Size(min = 1, max = 1024) @Nullable String bearer,

        @JsonPropertyDescription("Headers that carry the credentials.") @Size(max = 8) Map<String, @Size(max = 1024) String> header,

        @JsonPropertyDescription(
                "Parameters of the query that carry the credentials: only where the tool knows no other way. They are masked wherever a URL is shown.")
        @Size(max = 8) Map<String, @Size(max = 1024) String> query,

        @JsonPropertyDescription(
                "An access token that is fetched, kept until it ends, and sent as Authorization: Bearer.")
        @Nullable OAuth2 oauth2) {

    public RequestAuth {
        header = Absent.map(header);
        query = Absent.map(query);
    }
}
