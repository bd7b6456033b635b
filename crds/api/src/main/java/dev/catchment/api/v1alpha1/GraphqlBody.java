package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A GraphQL request; texts may hold ${...}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GraphqlBody(
        @JsonPropertyDescription("The document; it holds no expressions, values go into variables.")
        @Required
        @Size(min = 1, max = 65536) String query,

        @JsonPropertyDescription("Which operation of the document.") @Size(max = 256) @Nullable String operationName,

        @JsonPropertyDescription("The variables.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode variables) {}
