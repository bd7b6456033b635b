package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A setting of a destination type. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConfigField(
        @JsonPropertyDescription("Type of the value.") @Required
        FieldType type,

        @JsonPropertyDescription("What the setting is for.") @Size(max = 4096) @Nullable String description,

        @JsonPropertyDescription("Whether it must be given.") @Default("false") @Nullable Boolean required,

        @JsonPropertyDescription("Its value when it is not given.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonProperty("default")
        @Nullable JsonNode defaultValue,

        @JsonPropertyDescription("Whether it is a secret: given through secretRef only, never in config.")
        @Default("false")
        @Nullable Boolean secret,

        @JsonPropertyDescription("A regular expression that a text must match as a whole.") @Size(max = 1024) @Nullable String pattern,

        @JsonPropertyDescription("Whether the value is a list; a single value becomes a list of one.")
        @Default("false")
        @Nullable Boolean multiple) {}
