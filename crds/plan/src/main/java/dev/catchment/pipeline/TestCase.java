package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.frame.EventTime;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.mapping.AccessToken;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events and what must become of them, as in {@code *.test.yaml}:
 *
 * <pre>
 * cases:
 *   - name: a signed event
 *     destination:                    # a Destination's own part; absent: the one that the case is run on
 *       name: test
 *       config: {url: "https://example.com/hook"}
 *       secrets: {sharedSecret: s}
 *       accessToken: token            # of requests that need one; absent: token
 *       token: {instance_url: …}      # what the token endpoint says beside it
 *       disabledPresets: []
 *       mappings: []
 *     batch: 2                        # events per request; absent: 1
 *     at: 2026-01-02T03:04:05Z        # when the requests are sent; absent: when the first event was received
 *     source: web                     # absent: test
 *     events: [{type: track, …}]      # as composed: with messageId and receivedAt
 *     answers: [{url: search, status: 404}]   # what the tool answers, as `catchment explain --answers` takes it
 *     expect:                         # as `catchment explain` prints it
 *       - outcome: send
 *         requests: [{method: POST, url: …, headers: {…}, body: …}]   # bodyText instead of body: every character
 *       - {outcome: filtered, reason: FILTERED_BY_RULES}
 * </pre>
 */
public record TestCase(String name, JsonNode spec) {

    /** @throws IllegalArgumentException if it is no list of cases */
    public static List<TestCase> parse(JsonNode file) {
        if (!file.path("cases").isArray() || file.path("cases").isEmpty()) {
            throw new IllegalArgumentException("no cases: the file must hold `cases:` with a list");
        }
        List<TestCase> cases = new ArrayList<>();
        for (JsonNode each : file.get("cases")) {
            String name = each.path("name").asText();
            if (name.isEmpty()
                    || each.path("events").isEmpty()
                    || each.path("expect").isEmpty()) {
                throw new IllegalArgumentException(
                        "case " + (cases.size() + 1) + " '" + name + "' needs name, events and expect");
            }
            cases.add(new TestCase(name, each));
        }
        return cases;
    }

    /**
     * Runs the case on a type with the case's own destination.
     *
     * @return what differs; empty if the case passes
     */
    public List<String> run(TypeProgram type) throws MappingException {
        Map<String, Secret> secrets = new HashMap<>();
        for (Map.Entry<String, JsonNode> secret :
                spec.path("destination").path("secrets").properties()) {
            secrets.put(secret.getKey(), Secret.of(secret.getValue().asText()));
        }
        return run(DestinationPipeline.compile(type, destination(type), List.of(), secrets));
    }

    /** Runs the case's events on a pipeline. */
    public List<String> run(DestinationPipeline pipeline) {
        List<Event> events = new ArrayList<>();
        String source = spec.path("source").asText("test");
        for (JsonNode event : spec.get("events")) {
            Instant receivedAt = EventTime.parse(event.get("receivedAt")).orElse(Instant.EPOCH);
            events.add(Event.of((ObjectNode) exact(event), source, receivedAt));
        }
        Instant attempt =
                EventTime.parse(spec.get("at")).orElse(events.getFirst().receivedAt());
        return Expectation.compare(
                spec.get("expect"),
                Explainer.explain(
                        pipeline,
                        events,
                        attempt,
                        spec.has("answers") ? CannedAnswers.of(spec.get("answers")) : CannedAnswers.none(),
                        token()));
    }

    private AccessToken token() {
        JsonNode destination = spec.path("destination");
        JsonNode more = destination.path("token");
        return new AccessToken(
                Secret.of(destination.path("accessToken").asText("token")),
                more.isObject() ? (ObjectNode) more : JsonNodeFactory.instance.objectNode());
    }

    /** The same JSON with numbers as an event's are read. */
    private static JsonNode exact(JsonNode event) {
        try {
            return ContractJson.EVENTS.readTree(ContractJson.EVENTS.writeValueAsBytes(event));
        } catch (IOException e) {
            throw new IllegalArgumentException("an event that is no JSON", e);
        }
    }

    private DestinationDocument destination(TypeProgram type) {
        JsonNode own = spec.path("destination");
        List<String> disabled = new ArrayList<>();
        own.path("disabledPresets").forEach(preset -> disabled.add(preset.asText()));
        List<DestinationDocument.Mapping> mappings = new ArrayList<>();
        for (JsonNode mapping : own.path("mappings")) {
            ObjectNode complete = mapping.deepCopy();
            if (!complete.has("fields")) {
                complete.putObject("fields");
            }
            mappings.add(ContractJson.DOCUMENTS.convertValue(complete, DestinationDocument.Mapping.class));
        }
        return new DestinationDocument(
                own.path("name").asText("test"),
                "test",
                type.document().name(),
                type.document().version(),
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                own.path("config").isObject() ? own.get("config") : JsonNodeFactory.instance.objectNode(),
                null,
                disabled,
                mappings,
                new DestinationDocument.Delivery(
                        86_400,
                        30_000,
                        1,
                        null,
                        DestinationDocument.Ordering.NONE,
                        spec.path("batch").asInt(1),
                        1 << 20),
                null);
    }
}
