package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import dev.catchment.contract.frame.EventTime;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.filter.Filters;
import dev.catchment.mapping.AccessToken;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Events and what must become of them, as in {@code *.test.yaml}:
 *
 * <pre>
 * cases:
 *   - name: a signed event
 *     destination:                    # of the type that the file is about; absent: one without settings
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
 *       - outcome: send               # absent: send
 *         requests:
 *           - {method: POST, url: …, headers: {…}, body: …}   # absent method: POST; bodyText: every character
 *           - {match: partial, body: {event: Order Completed}}   # only what is written here is compared
 *       - {outcome: filtered, reason: FILTERED_BY_RULES}
 *   - name: orders reach the CRM
 *     destination: crm                # a Destination's name, with the filters and the batching it has
 *     secrets: {sharedSecret: s}      # absent: its Secret's values, which the requests then show as ***
 *     events: …
 * </pre>
 *
 * A Destination's {@code spec.tests} is a list of the same without {@code destination} and {@code secrets}. A Filter's
 * has of it the name, the events and what is expected, which is about its condition and action alone:
 *
 * <pre>
 * tests:
 *   - name: staff is left out
 *     events: [{type: track, …}]
 *     expect:
 *       - {outcome: filtered}             # send (if absent), filtered, or refused: its condition has no answer
 *       - event: {type: track, …}         # what is left of it; match: partial compares only what is written
 * </pre>
 *
 * @param path where it stands in its file, such as {@code cases[0]}
 * @param spec of the checked shape
 */
public record TestCase(String path, JsonNode spec) {

    public String name() {
        return spec.path("name").asText();
    }

    /** The name of the Destination that it runs through; empty: it brings its own. */
    public Optional<String> destination() {
        return Optional.ofNullable(spec.path("destination").textValue());
    }

    /** Secret settings that it brings, by name. */
    public Map<String, Secret> secrets() {
        JsonNode given = destination().isPresent()
                ? spec.path("secrets")
                : spec.path("destination").path("secrets");
        Map<String, Secret> secrets = new HashMap<>();
        given.properties()
                .forEach(secret ->
                        secrets.put(secret.getKey(), Secret.of(secret.getValue().asText())));
        return secrets;
    }

    /** Events per request, if it says so. */
    public OptionalInt batch() {
        return spec.has("batch") ? OptionalInt.of(spec.get("batch").intValue()) : OptionalInt.empty();
    }

    /**
     * Runs the case on a type with the case's own destination.
     *
     * @return what differs; empty if the case passes
     */
    public List<Difference> run(TypeProgram type) throws MappingException {
        return run(DestinationPipeline.compile(type, destination(type), List.of(), secrets()), "test", List.of());
    }

    /**
     * Runs the case's events on a pipeline.
     *
     * @param from the source that they come from, unless the case names one
     * @param masked secrets that the requests show as {@code ***}
     */
    public List<Difference> run(DestinationPipeline pipeline, String from, Collection<Secret> masked) {
        return run(pipeline, from, masked, Set.of());
    }

    /**
     * The same.
     *
     * @param headers what these hold is shown as {@code ***} too
     */
    public List<Difference> run(
            DestinationPipeline pipeline, String from, Collection<Secret> masked, Set<String> headers) {
        List<Event> events = events(spec.path("source").asText(from));
        Instant attempt =
                EventTime.parse(spec.get("at")).orElse(events.getFirst().receivedAt());
        List<Explanation> actual = Explainer.explain(
                pipeline,
                events,
                attempt,
                spec.hasNonNull("answers") ? CannedAnswers.of(spec.get("answers")) : CannedAnswers.none(),
                token());
        return Expectation.compare(
                spec.get("expect"),
                actual.stream()
                        .map(explanation -> explanation.redacted(masked).withoutHeaders(headers))
                        .toList());
    }

    /**
     * Runs the events of a Filter's case on that filter.
     *
     * @param filter that one, covering every source
     */
    public List<Difference> run(Filters filter) {
        return Expectation.compareFiltered(
                spec.get("expect"),
                events("test").stream()
                        .map(event -> FilteredEvent.of(event, filter))
                        .toList());
    }

    private List<Event> events(String source) {
        List<Event> events = new ArrayList<>();
        for (JsonNode event : spec.get("events")) {
            Instant receivedAt = EventTime.parse(event.get("receivedAt")).orElse(Instant.EPOCH);
            events.add(Event.of((ObjectNode) exact(event), source, receivedAt));
        }
        return events;
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
                        86_400, 30_000, 1, null, DestinationDocument.Ordering.NONE, batch().orElse(1), 1 << 20),
                null);
    }
}
