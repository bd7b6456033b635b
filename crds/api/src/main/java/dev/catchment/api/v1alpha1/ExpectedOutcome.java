package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must become of an event or a batch at a destination. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.requests) || (has(self.outcome) && self.outcome != 'send')",
        message = "is required: what is sent is what the case is about",
        fieldPath = ".requests")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {outcome: {enum: [send, partly, filtered, refused, held, retry]}}
""")
public record ExpectedOutcome(
        @JsonPropertyDescription(
                "send, partly (the tool took a part of the batch), filtered, refused, held, or retry (it is sent again later). Default: send.")
        @Size(max = 16) @Nullable String outcome,

        @JsonPropertyDescription("Why the hub does not send it, such as FILTERED_BY_RULES.")
        @Size(min = 1, max = 64) @Nullable String reason,

        @JsonPropertyDescription("A part of the text that says why.") @Size(min = 1, max = 1024) @Nullable String detail,

        @JsonPropertyDescription("The events of the batch.") @Size(max = SampleEvent.MOST) @Nullable List<@Size(min = 1, max = 256) String> messageIds,

        @JsonPropertyDescription("All requests of the sequence, in the order in which they are sent; secrets are ***.")
        @Size(max = SampleEvent.MOST) @Nullable List<ExpectedRequest> requests) {}
