package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that must be sent; secrets in it are {@code ***}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.url) || (has(self.match) && self.match == 'partial')",
        message = "is required, unless match is partial",
        fieldPath = ".url")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {match: {enum: [exact, partial]}}
""")
public record ExpectedRequest(
        @JsonPropertyDescription("Default: POST.") @Size(min = 1, max = 16) @Nullable String method,

        @JsonPropertyDescription("The whole URL.") @Size(min = 1, max = 8192) @Nullable String url,

        @JsonPropertyDescription("Every header, unless match is partial; what a secret went into is ***.")
        @Size(max = 64) @Nullable Map<String, @Size(max = 8192) String> headers,

        @JsonPropertyDescription("The body as a JSON value; a text where it is no JSON.") @Nullable JsonNode body,

        @JsonPropertyDescription("The body, every character of it, instead of body.")
        @Size(min = 1, max = 65_536) @Nullable String bodyText,

        @JsonPropertyDescription("partial: only what is written is compared. Default: exact.") @Size(max = 16) @Nullable String match) {}
