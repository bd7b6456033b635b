package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tool is taken to answer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolAnswer(
        @JsonPropertyDescription("Of requests with this method. Default: any.") @Size(min = 1, max = 16) @Nullable String method,

        @JsonPropertyDescription(
                "Of requests in whose URL this regular expression (RE2) finds something. Default: any.")
        @Size(min = 1, max = 1024) @Nullable String url,

        @JsonPropertyDescription(
                "Of requests in whose body this regular expression (RE2) finds something. Default: any.")
        @Size(min = 1, max = 1024) @Nullable String body,

        @JsonPropertyDescription("How many requests it answers. Default: all.") @Min(1) @Nullable Integer times,

        @JsonPropertyDescription("Default: 200.") @Min(100) @Max(599) @Nullable Integer status,

        @JsonPropertyDescription("Headers of the answer.") @Size(max = 64) @Nullable Map<String, @Size(max = 8192) String> headers,

        @JsonPropertyDescription("The body as a JSON value. Default: {}.") @Nullable JsonNode json,

        @JsonPropertyDescription("The body as a text, instead of json.") @Size(max = 65_536) @Nullable String text) {}
