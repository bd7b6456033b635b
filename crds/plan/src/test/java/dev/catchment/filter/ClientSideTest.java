package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.pipeline.Events;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSideTest {
    private static final ClientSide DEVICE = new ClientSide(List.of("ga", "Google Analytics 4", "GA4"));
    private static final ClientSide CLOUD = new ClientSide(List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                         |",
                "{\"_metadata\":null}                                                       |",
                "{\"_metadata\":[\"GA4\"]}                                                  |",
                "{\"_metadata\":{}}                                                         |",
                "{\"_metadata\":{\"bundled\":null}}                                         |",
                "{\"_metadata\":{\"bundled\":\"GA4\"}}                                      |",
                "{\"_metadata\":{\"bundled\":{\"GA4\":true}}}                               |",
                "{\"_metadata\":{\"bundled\":[]}}                                           |",
                "{\"_metadata\":{\"bundled\":[\"Segment.io\",7,null]}}                      |",
                "{\"_metadata\":{\"bundled\":[\"ga4\"]}}                                    |",
                "{\"_metadata\":{\"bundled\":[\"Segment.io\",\"GA4\"]}}                     | GA4",
                "{\"_metadata\":{\"bundled\":[\"GA4\",\"Google Analytics 4\"]}}             | Google Analytics 4",
                "{\"_metadata\":{\"bundled\":[\"GA4\",\"ga\"]}}                             | ga",
                "{\"_metadata\":{\"bundled\":[\"GA4\"],\"unbundled\":[\"GA4\"]}}            | GA4",
                "{\"_metadata\":{\"bundled\":[\"GA4\"],\"failedInitializations\":[\"GA4\"]}}| GA4",
                "{\"_metadata\":{\"unbundled\":[\"GA4\",\"ga\"]}}                           |",
                "{\"_metadata\":{\"bundled\":[],\"bundledIds\":[\"other\",\"ga\"]}}         | ga",
                "{\"_metadata\":{\"bundledIds\":[\"GA4\"]}}                                 |",
                "{\"bundled\":[\"GA4\"]}                                                    |"
            })
    void theClientSaysWhatItHasSent(String event, String sentAs) {
        assertThat(DEVICE.sentAs(Events.object(event))).isEqualTo(sentAs);
        assertThat(CLOUD.sentAs(Events.object(event))).as("cloud mode").isNull();
    }

    @Test
    void takingTheMetadataOutLeavesTheRestAndTheOriginal() {
        // Given
        ObjectNode event = Events.object("{\"a\":1.10,\"_metadata\":{\"bundled\":[]},\"b\":{\"_metadata\":2}}");

        // When
        ObjectNode without = ClientSide.withoutMetadata(event);

        // Then
        assertThat(without).hasToString("{\"a\":1.10,\"b\":{\"_metadata\":2}}");
        assertThat(event.has("_metadata")).isTrue();
    }
}
