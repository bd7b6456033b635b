package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How several events make one request. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BatchShape(
        @JsonPropertyDescription("array: the bodies of the events as one JSON array; none: one event per request.")
        @Default("none")
        @Nullable BatchMode mode,

        @JsonPropertyDescription("Events per request at most. Default: limits.batchSize.") @Min(1) @Max(10000) @Nullable Integer size,

        @JsonPropertyDescription("Size of the body at most. Default: limits.batchBytes.")
        @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String bytes,

        @JsonPropertyDescription(
                "Which events of a batch an answer of success says were not taken: an expression over status and body (null if it is no JSON) that gives a list of objects with index (from 0), retry (whether it may be taken later) and reason. Default: all were taken.")
        @Size(min = 1, max = 8192) @Nullable String rejected) {}
