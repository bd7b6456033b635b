package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A case about the condition and the action of the Filter that it stands in, alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = SampleEvent.SCHEMA)
public record FilterTest(
        @JsonPropertyDescription("Tells which case failed; unique within the filter.")
        @Required
        @Size(min = 1, max = 128) String name,

        @JsonPropertyDescription(SampleEvent.DESCRIPTION) @Required @Size(min = 1, max = SampleEvent.MOST) List<ObjectNode> events,

        @JsonPropertyDescription("What must become of the events: one outcome for each, in their order.")
        @Required
        @Size(min = 1, max = SampleEvent.MOST) List<ExpectedEvent> expect) {

    public FilterTest {
        events = Absent.list(events);
        expect = Absent.list(expect);
    }
}
