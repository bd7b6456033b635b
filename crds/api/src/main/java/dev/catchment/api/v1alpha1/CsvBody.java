package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it: a header line, and a row for each event. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CsvBody(
        @JsonPropertyDescription(
                "The columns in their order, by their names, where texts may hold ${...}; or one ${...} that gives such an object. Then the columns are those of all events, and the cell of one that an event does not have is empty.")
        @Required
        JsonNode columns,

        @JsonPropertyDescription("What separates the columns. Default: a comma.") @Size(min = 1, max = 1) @Nullable String delimiter) {}
