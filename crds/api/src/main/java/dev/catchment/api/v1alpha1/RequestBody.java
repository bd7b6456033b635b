package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request; texts in it may hold ${...}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.json), has(self.form), has(self.text)].exists_one(x, x)",
        message = "exactly one of json, form and text must be set")
public record RequestBody(
        @JsonPropertyDescription("Sent as application/json.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode json,

        @JsonPropertyDescription("Sent as application/x-www-form-urlencoded.") @Size(max = 200) Map<String, JsonNode> form,

        @JsonPropertyDescription("Sent as it is.") @Size(max = 65536) @Nullable String text) {

    public RequestBody {
        form = Absent.map(form);
    }
}
