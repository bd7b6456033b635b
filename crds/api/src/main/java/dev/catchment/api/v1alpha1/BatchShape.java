package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How several events make one request. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BatchShape(
        @JsonPropertyDescription(
                "none: one event per request; array: the JSON bodies of the events as one array; wrap: the JSON bodies put into body; lines: the lines of ndjson and csv bodies, one header; once: one request for the whole batch, made of its first event. Events share a batch if every request of the action has a mode other than none. Default: none.")
        @Nullable BatchMode mode,

        @JsonPropertyDescription(
                "For wrap: the body, where bodies is the list of the events' JSON bodies and first the fields of the first event. It is used for a single event too.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode body,

        @JsonPropertyDescription("Events per request at most. Default: limits.batchSize.") @Min(1) @Max(10000) @Nullable Integer size,

        @JsonPropertyDescription("Size of the body at most. Default: limits.batchBytes.")
        @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String bytes,

        @JsonPropertyDescription(
                "Which events of a batch an answer of success says were not taken: an expression over status, headers, body (null if it is no JSON), text and bodies that gives a list of objects with index (from 0), retry (whether it may be taken later) and reason. Default: all were taken.")
        @Size(min = 1, max = 8192) @Nullable String rejected) {}
