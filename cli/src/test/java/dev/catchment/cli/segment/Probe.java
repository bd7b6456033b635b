package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.file.LoadedResources;
import dev.catchment.api.file.ResourceReader;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.pipeline.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports one mapping for a type whose action takes anything, and says what it makes of events. */
final class Probe {
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: probe}
            spec:
              version: "1"
              config: {properties: {apiKey: {type: string, secret: true}, region: {type: string}}}
              actions:
                act:
                  fields:
                    data: {type: object}
                    text: {type: string}
                    number: {type: number}
                    list: {type: string, multiple: true}
                  requests: [{url: "https://probe.example/", body: {json: "${fields}"}}]
            """;
    private static final JsonMapper JSON = new JsonMapper();
    static final List<DestinationType> TYPES =
            ResourceReader.parse(Path.of("probe.yaml"), TYPE).all(DestinationType.class);

    private static final TypeProgram PROGRAM = compiled();

    private final ImportedDestination imported;
    private final DestinationProgram program;

    private Probe(ImportedDestination imported, DestinationProgram program) {
        this.imported = imported;
        this.program = program;
    }

    private static TypeProgram compiled() {
        JsonNode spec = JSON.convertValue(TYPES.getFirst().getSpec(), JsonNode.class);
        try {
            return TypeProgram.compile(new TypeDocument("probe", "1", List.of(), spec));
        } catch (MappingException e) {
            throw new AssertionError(e);
        }
    }

    static Probe ofMapping(JsonNode mapping) throws Exception {
        return of("type = \"track\"", mapping);
    }

    static Probe ofTrigger(String trigger) throws Exception {
        return of(trigger, JSON.createObjectNode());
    }

    private static Probe of(String trigger, JsonNode mapping) throws Exception {
        ObjectNode file = JSON.createObjectNode().put("destination", "probe");
        ObjectNode subscription = file.putArray("subscriptions").addObject();
        subscription.put("action", "act").put("subscribe", trigger).set("mapping", mapping);
        Path path = Files.createTempFile("probe", ".json");
        try {
            JSON.writeValue(path.toFile(), file);
            return of(SegmentImport.run(path, new ImportOptions(null, "main", null, List.of()), TYPES));
        } finally {
            Files.delete(path);
        }
    }

    private static Probe of(ImportedDestination imported) throws MappingException {
        LoadedResources loaded = ResourceReader.parse(Path.of("imported.yaml"), imported.yaml());
        if (!loaded.findings().isEmpty()) {
            throw new AssertionError(loaded.findings() + "\n" + imported.yaml());
        }
        Destination destination = loaded.all(Destination.class).getFirst();
        List<DestinationDocument.Mapping> mappings = destination.getSpec().mappings().stream()
                .map(mapping -> new DestinationDocument.Mapping(
                        mapping.name(),
                        mapping.action(),
                        new Expression(mapping.when().cel(), mapping.when().fql()),
                        mapping.fields()))
                .toList();
        DestinationDocument document = new DestinationDocument(
                "probe",
                "uid",
                "probe",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                JSON.createObjectNode(),
                null,
                List.of(),
                mappings,
                new DestinationDocument.Delivery(
                        86_400, 30_000, 1, null, DestinationDocument.Ordering.NONE, 1, 1 << 20),
                null);
        return new Probe(imported, DestinationProgram.compile(PROGRAM, document, Map.of()));
    }

    static Event event(JsonNode json) throws IOException {
        ObjectNode read = (ObjectNode) ContractJson.EVENTS.readTree(JSON.writeValueAsString(json));
        return Event.of(read, "web", Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    /** The fields of the action; empty if it does not run. */
    Optional<JsonNode> fields(Event event) throws RefusedException {
        return program.map(event).stream().findFirst().map(Payload::fields);
    }

    boolean runs(Event event) throws RefusedException {
        return fields(event).isPresent();
    }

    ImportedDestination imported() {
        return imported;
    }
}
