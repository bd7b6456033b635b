package dev.catchment.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.mapping.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every directive with every event of directives.yaml: Segment's own code and the imported mapping give the same. */
class DirectivesIT {
    private static final JsonMapper JSON = new JsonMapper();

    /** @param difference what is known to differ; missing: nothing */
    private record Case(String name, JsonNode mapping, String eventName, JsonNode event, JsonNode difference) {
        ObjectNode forSegment() {
            ObjectNode given = JSON.createObjectNode();
            given.set("mapping", mapping);
            given.set("event", event);
            return given;
        }
    }

    @Test
    void anImportedMappingGivesWhatSegmentGives() throws Exception {
        // Given
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(700);

        // When
        List<JsonNode> segment =
                SegmentActions.results(cases.stream().map(Case::forSegment).toList());

        // Then
        SoftAssertions softly = new SoftAssertions();
        Probe probe = null;
        JsonNode compiled = null;
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            if (probe == null || !each.mapping().equals(compiled)) {
                probe = Probe.ofMapping(each.mapping());
                compiled = each.mapping();
                softly.assertThat(probe.imported().notCarried()).as(each.name()).isEmpty();
            }
            JsonNode here = here(probe, each.event());
            JsonNode there = segment.get(i).path("value").path("data");
            String as = each.name() + " of " + each.eventName() + "\n"
                    + probe.imported().yaml();
            if (each.difference().isMissingNode()) {
                softly.assertThat(comparable(here)).as(as).isEqualTo(comparable(there));
            } else {
                softly.assertThat(comparable(there))
                        .as("Segment, " + as)
                        .isEqualTo(comparable(each.difference().path("segment")));
                softly.assertThat(comparable(here))
                        .as("here, " + as)
                        .isEqualTo(comparable(each.difference().path("here")));
            }
        }
        softly.assertAll();
    }

    private static JsonNode here(Probe probe, JsonNode event) throws IOException {
        try {
            return probe.fields(Probe.event(event)).orElseThrow().path("data");
        } catch (RefusedException e) {
            return JSON.getNodeFactory().textNode("refused: " + e.getMessage());
        }
    }

    /** Numbers by their value, members in any order. */
    private static Object comparable(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> members = new java.util.TreeMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), comparable(member.getValue())));
                yield members;
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                node.forEach(element -> elements.add(comparable(element)));
                yield elements;
            }
            case NUMBER -> new BigDecimal(node.asText()).stripTrailingZeros();
            case STRING -> node.textValue().startsWith("refused: ") ? "refused" : "'" + node.textValue() + "'";
            default -> node.toString();
        };
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(DirectivesIT.class.getResourceAsStream("directives.yaml"))) {
            JsonNode table = new YAMLMapper().readTree(in);
            List<Case> cases = new ArrayList<>();
            for (JsonNode row : table.get("mappings")) {
                ObjectNode mapping = JSON.createObjectNode();
                mapping.putObject("data").set("v", row.get("v"));
                for (Map.Entry<String, JsonNode> event : table.get("events").properties()) {
                    cases.add(new Case(
                            row.get("v").toString(),
                            mapping,
                            event.getKey(),
                            event.getValue(),
                            row.path("differs").path(event.getKey())));
                }
            }
            return cases;
        }
    }
}
