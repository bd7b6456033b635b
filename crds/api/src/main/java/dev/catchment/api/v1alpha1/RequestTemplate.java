package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of an action; texts may hold ${...} over fields and config. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestTemplate(
        @JsonPropertyDescription("HTTP method.") @Default("POST") @Size(min = 1, max = 256) @Nullable String method,

        @JsonPropertyDescription("URL.") @Required @Size(min = 1, max = 4096) String url,

        @JsonPropertyDescription("Headers.") @Size(max = 64) Map<String, @Size(max = 8192) String> headers,

        @JsonPropertyDescription("How the request is signed: every signature whose condition holds.") @Size(max = 8) List<RequestSignature> signature,

        @JsonPropertyDescription("The body: exactly one of json, form and text. Default: none.")
        @Size(min = 1, max = 1) @Nullable RequestBody body,

        @JsonPropertyDescription("How several events make one request. Default: they do not.") @Nullable BatchShape batch) {

    public RequestTemplate {
        headers = Absent.map(headers);
        signature = Absent.list(signature);
    }
}
