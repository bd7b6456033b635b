package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What must become of an event at a filter. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.event) || !has(self.outcome) || self.outcome == 'send'",
        message = "only an event that is sent has anything left: leave it out, or make the outcome send",
        fieldPath = ".event")
@ValidationRule(
        value = "!has(self.match) || has(self.event)",
        message = "says how the event is compared: write event, too",
        fieldPath = ".match")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {outcome: {enum: [send, filtered, refused]}, match: {enum: [exact, partial]}}
""")
public record ExpectedEvent(
        @JsonPropertyDescription(
                "send: the filter lets it pass; filtered: it drops it; refused: the condition has no answer for it. Default: send.")
        @Size(max = 16) @Nullable String outcome,

        @JsonPropertyDescription("A part of the text that says why.") @Size(min = 1, max = 1024) @Nullable String detail,

        @JsonPropertyDescription(
                "The event as the filter leaves it. Required where the filter has dropFields or keepFields and lets the event pass.")
        @Nullable ObjectNode event,

        @JsonPropertyDescription("partial: only the members that are written are compared. Default: exact.")
        @Size(max = 16) @Nullable String match) {}
