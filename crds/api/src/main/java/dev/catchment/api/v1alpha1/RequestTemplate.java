package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of an action; texts may hold ${...} over fields and config. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestTemplate(
        @JsonPropertyDescription("Name by which later requests and answer rules refer to its answer: answers.<name>.")
        @Size(min = 1, max = 64) @Pattern("[a-z][A-Za-z0-9]*") @Nullable String name,

        @JsonPropertyDescription(
                "Whether the request is made: a condition in CEL over event, config, fields, options and answers. Default: always.")
        @Nullable EventCondition when,

        @JsonPropertyDescription("HTTP method. Default: POST.") @Size(min = 1, max = 256) @Nullable String method,

        @JsonPropertyDescription("URL.") @Required @Size(min = 1, max = 4096) String url,

        @JsonPropertyDescription(
                "Parameters that are appended to the URL, percent-encoded. A list repeats its name; what is null or missing is left out.")
        @Size(max = 64) Map<String, JsonNode> query,

        @JsonPropertyDescription("Headers.") @Size(max = 64) Map<String, @Size(max = 8192) String> headers,

        @JsonPropertyDescription("Credentials of this request. Default: the type's.") @Nullable RequestAuth auth,

        @JsonPropertyDescription("How the request is signed: every signature whose condition holds.") @Size(max = 8) List<RequestSignature> signature,

        @JsonPropertyDescription("The body: exactly one of json, form, text, ndjson, graphql and csv. Default: none.")
        @Size(min = 1, max = 1) @Nullable RequestBody body,

        @JsonPropertyDescription("How several events make one request. Default: they do not.") @Nullable BatchShape batch,

        @JsonPropertyDescription("What answers mean: the first rule that fits. Default: the status decides.")
        @Size(max = 32) List<AnswerRule> answers) {

    public RequestTemplate {
        headers = Absent.map(headers);
        query = Absent.map(query);
        signature = Absent.list(signature);
        answers = Absent.list(answers);
    }
}
