package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How much of the event log is kept. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EventLog(
        @JsonPropertyDescription(
                "The most the log may take on disk, such as 50Gi, over all partitions. When it is full, ingest answers 503 until there is room. Default: the installation's.")
        @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String maxBytes,

        @JsonPropertyDescription(
                "How long events that every destination has taken stay in the log while there is room, such as 24h.")
        @Default("24h")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String keep) {}
