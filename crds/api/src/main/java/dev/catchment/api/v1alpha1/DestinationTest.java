package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case of a {@code *.test.yaml}, about the Destination that it stands in. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = SchemaPatch.class, input = SampleEvent.SCHEMA)
public record DestinationTest(
        @JsonPropertyDescription("Tells which case failed; unique within the destination.")
        @Required
        @Size(min = 1, max = 128) String name,

        @JsonPropertyDescription("The Source that the events come from. Default: the first that the destination takes.")
        @Size(min = 1, max = 63) @Pattern(Patterns.DNS_LABEL) @Nullable String source,

        @JsonPropertyDescription("When the requests are sent. Default: when the first event was received.")
        @Size(max = 64) @Pattern(Patterns.TIME) @Nullable String at,

        @JsonPropertyDescription("Events per request at most. Default: delivery.batchSize, or what the type says.")
        @Min(1) @Max(10_000) @Nullable Integer batch,

        @JsonPropertyDescription(SampleEvent.DESCRIPTION)
        @Required
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(min = 1, max = SampleEvent.MOST) List<ObjectNode> events,

        @JsonPropertyDescription(
                "What the tool is taken to answer; the first that fits a request answers it. Default: 200 and {}.")
        @Size(max = SampleEvent.MOST) @Nullable List<ToolAnswer> answers,

        @JsonPropertyDescription(
                "One outcome per event; of events that are sent in batches, one per batch, behind those of the events that are not sent.")
        @Required
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(min = 1, max = SampleEvent.MOST) List<ExpectedOutcome> expect) {

    public DestinationTest {
        events = Absent.list(events);
        expect = Absent.list(expect);
    }
}
