package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request; texts in it may hold ${...}. Exactly one is set; CEL rules cannot see fields without a type, hence the count. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestBody(
        @JsonPropertyDescription("Sent as application/json.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode json,

        @JsonPropertyDescription("Sent as application/x-www-form-urlencoded.") @Size(max = 200) Map<String, JsonNode> form,

        @JsonPropertyDescription("Sent as it is.") @Size(max = 65536) @Nullable String text,

        @JsonPropertyDescription("Sent as application/x-ndjson: a list with a line for each element, or one value.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode ndjson,

        @JsonPropertyDescription("Sent as a GraphQL request in JSON.") @Nullable GraphqlBody graphql,

        @JsonPropertyDescription("Sent as text/csv.") @Nullable CsvBody csv) {

    public RequestBody {
        form = Absent.map(form);
    }
}
