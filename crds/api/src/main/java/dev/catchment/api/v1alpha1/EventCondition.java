package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A condition over an event: the same shape in filters, mappings and presets. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "has(self.cel) != has(self.fql)", message = "exactly one of cel and fql must be set")
public record EventCondition(
        @JsonPropertyDescription(
                "An expression in CEL that gives true or false; the event is the variable `event`, such as: event.type == 'track' && event.event == 'Order Completed'")
        @Size(min = 1, max = 4096) @Nullable String cel,

        @JsonPropertyDescription(
                "An expression in Segment's filter query language, such as: type = \"track\" and event = \"Order Completed\"")
        @Size(min = 1, max = 5120) @Nullable String fql) {}
