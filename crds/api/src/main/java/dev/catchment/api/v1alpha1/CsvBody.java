package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it: a header line, and a row for each event. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CsvBody(
        @JsonPropertyDescription("The columns in their order, by their names; texts may hold ${...}.")
        @Required
        @Size(min = 1, max = 500) Map<String, @Size(max = 8192) String> columns,

        @JsonPropertyDescription("What separates the columns.") @Default("','") @Size(min = 1, max = 1) @Nullable String delimiter) {

    public CsvBody {
        columns = Absent.map(columns);
    }
}
