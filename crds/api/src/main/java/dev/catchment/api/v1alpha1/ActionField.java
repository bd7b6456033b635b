package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An input of an action. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ActionField(
        @JsonPropertyDescription("Type the value is brought to.") @Required
        FieldType type,

        @JsonPropertyDescription("What the field is for.") @Size(max = 4096) @Nullable String description,

        @JsonPropertyDescription("Whether an event without a value for it is refused.") @Default("false") @Nullable Boolean required,

        @JsonPropertyDescription(
                "Its value when a mapping gives none: any JSON; \"${...}\" in a text is an expression over the event.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonProperty("default")
        @Nullable JsonNode defaultValue,

        @JsonPropertyDescription("A regular expression that a text must match as a whole.") @Size(max = 1024) @Nullable String pattern,

        @JsonPropertyDescription("Whether the value is a list; a single value becomes a list of one.")
        @Default("false")
        @Nullable Boolean multiple,

        @JsonPropertyDescription("For objects: the fields inside, each in the same shape.") @Size(max = 200) Map<String, ObjectNode> properties) {

    public ActionField {
        properties = Absent.map(properties);
    }
}
