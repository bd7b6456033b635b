package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signature of a request: an HMAC over texts that may hold ${...}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestSignature(
        @JsonPropertyDescription(
                "When it is made: a condition over config, in CEL. Default: always, if the secret is there.")
        @Nullable EventCondition when,

        @JsonPropertyDescription("HmacSHA1, HmacSHA256 or HmacSHA512.") @Required @Size(min = 1, max = 32) String algorithm,

        @JsonPropertyDescription("The key: an expression over config and secret.") @Required @Size(min = 1, max = 1024) String key,

        @JsonPropertyDescription("What is signed: a text over config, body, first, id and timestamp.")
        @Required
        @Size(min = 1, max = 4096) String content,

        @JsonPropertyDescription("The headers that carry it: texts over config, id, timestamp and mac.")
        @Required
        @Size(min = 1, max = 16) Map<String, @Size(max = 8192) String> headers) {

    public RequestSignature {
        headers = Absent.map(headers);
    }
}
