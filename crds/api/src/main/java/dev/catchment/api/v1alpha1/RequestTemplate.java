package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of an action; texts may hold ${...} over fields and config. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestTemplate(
        @JsonPropertyDescription("HTTP method.") @Default("POST") @Size(min = 1, max = 256) @Nullable String method,

        @JsonPropertyDescription("URL.") @Required @Size(min = 1, max = 4096) String url,

        @JsonPropertyDescription("Headers.") @Size(max = 64) Map<String, @Size(max = 8192) String> headers,

        @JsonPropertyDescription("How the request proves who sends it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable ObjectNode auth,

        @JsonPropertyDescription("How the body is signed.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode signature,

        @JsonPropertyDescription("The body: exactly one of json, form and text. Default: none.")
        @Size(min = 1, max = 1) @Nullable RequestBody body,

        @JsonPropertyDescription("How several events make one request. Default: they do not.") @Nullable BatchShape batch,

        @JsonPropertyDescription(
                "Which answers mean done, retry or refused, beyond the usual meaning of their status codes.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode answers) {

    public RequestTemplate {
        headers = Absent.map(headers);
    }
}
