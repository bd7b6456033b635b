package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How duplicates are recognised. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(self.window) || int(self.window.substring(0, self.window.size() - 1)) * (self.window.endsWith('d') ? 86400 : self.window.endsWith('h') ? 3600 : self.window.endsWith('m') ? 60 : 1) <= 604800",
        message = "must be at most 7d",
        fieldPath = ".window")
public record Dedupe(
        @JsonPropertyDescription(
                "How long a messageId is remembered: the same message sent again within this time is dropped. At most 7d.")
        @Default("24h")
        @Size(max = 16) @Pattern(Patterns.DURATION) @Nullable String window) {}
