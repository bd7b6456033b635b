package dev.catchment.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every trigger with every event of triggers.yaml: the action runs for the events for which it runs at Segment. */
class TriggersIT {
    private static final JsonMapper JSON = new JsonMapper();

    private record Case(String trigger, String eventName, JsonNode event, boolean readable) {
        ObjectNode forSegment() {
            ObjectNode given = JSON.createObjectNode().put("trigger", trigger);
            given.set("event", event);
            return given;
        }
    }

    @Test
    void anImportedTriggerHoldsForWhatItHoldsForAtSegment() throws Exception {
        // Given
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(500);

        // When
        List<JsonNode> segment =
                SegmentActions.results(cases.stream().map(Case::forSegment).toList());

        // Then
        SoftAssertions softly = new SoftAssertions();
        Probe probe = null;
        String compiled = "";
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            if (probe == null || !each.trigger().equals(compiled)) {
                probe = Probe.ofTrigger(each.trigger());
                compiled = each.trigger();
                softly.assertThat(probe.imported().notCarried().isEmpty())
                        .as(compiled)
                        .isEqualTo(each.readable());
            }
            softly.assertThat(segment.get(i).has("error"))
                    .as("error of " + compiled)
                    .isNotEqualTo(each.readable());
            softly.assertThat(probe.runs(Probe.event(each.event())))
                    .as(each.trigger() + " for " + each.eventName() + "\n"
                            + probe.imported().yaml())
                    .isEqualTo(segment.get(i).path("value").booleanValue());
        }
        softly.assertAll();
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(TriggersIT.class.getResourceAsStream("triggers.yaml"))) {
            JsonNode table = new YAMLMapper().readTree(in);
            List<Case> cases = new ArrayList<>();
            for (String kind : List.of("readable", "unreadable")) {
                for (JsonNode trigger : table.get(kind)) {
                    for (Map.Entry<String, JsonNode> event : table.get("events").properties()) {
                        cases.add(new Case(
                                trigger.textValue(), event.getKey(), event.getValue(), kind.equals("readable")));
                    }
                }
            }
            return cases;
        }
    }
}
