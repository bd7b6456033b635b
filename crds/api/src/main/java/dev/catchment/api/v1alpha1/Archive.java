package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How every accepted event is archived. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Archive(
        @JsonPropertyDescription("How long archived events are kept, such as 365d.")
        @Default("365d")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String keep,

        @JsonPropertyDescription(
                "The most the archive may take, such as 500Gi; the oldest go first. Default: the installation's.")
        @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String maxBytes,

        @JsonPropertyDescription("Size, before compression, at which an archive object is closed.")
        @Default("16Mi")
        @Size(max = 16) @Pattern(Patterns.SIZE) @Nullable String objectSize,

        @JsonPropertyDescription("Age at which an archive object is closed even if it is small.")
        @Default("5m")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String rollEvery) {}
