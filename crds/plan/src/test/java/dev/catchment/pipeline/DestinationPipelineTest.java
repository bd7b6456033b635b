package dev.catchment.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.mapping.TypeProgram;
import dev.catchment.mapping.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationPipelineTest {
    private static final Event EVENT = Events.track("\"properties\":{\"a\":1,\"b\":2},\"integrations\":{\"All\":true}");
    private static final Event LEFT_OUT = Events.track("\"integrations\":{\"All\":false}");

    @Test
    void anEventThatNothingStopsIsSent() throws Exception {
        // When
        Outcome outcome = pipeline(Types.destination("{}")).evaluate(EVENT);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Send.class, send -> assertThat(
                        send.payloads().getFirst().event())
                .isEqualTo(EVENT));
    }

    @Test
    void stagesAreAskedInTheirOrder() throws Exception {
        // Given
        FilterDocument drop = filter("drop", "true", Selection.everything(), new FilterAction.Drop());
        FilterDocument fails = filter("fails", "event.nothing", Selection.everything(), new FilterAction.Drop());
        FilterDocument hold = filter("hold", "true", Selection.everything(), new FilterAction.Hold("why"));
        DestinationDocument elsewhere = destination(Selection.of(List.of("ios")), false);
        DestinationDocument disabled = destination(Selection.of(List.of("web")), false);
        DestinationDocument enabled = destination(Selection.of(List.of("ios", "web")), true);

        // When
        // Then
        assertThat(reason(pipeline(elsewhere, drop).evaluate(LEFT_OUT))).isEqualTo(Reason.SOURCE_NOT_SELECTED);
        assertThat(reason(pipeline(disabled, drop).evaluate(LEFT_OUT))).isEqualTo(Reason.DISABLED);
        assertThat(reason(pipeline(enabled, drop).evaluate(LEFT_OUT))).isEqualTo(Reason.FILTERED_BY_RULES);
        assertThat(reason(pipeline(enabled).evaluate(LEFT_OUT))).isEqualTo(Reason.FILTERED_BY_INTEGRATIONS_OBJECT);
        assertThat(reason(pipeline(enabled, fails).evaluate(EVENT))).isEqualTo(Reason.FILTER_ERROR);
        assertThat(pipeline(enabled, hold).evaluate(EVENT)).isEqualTo(new Outcome.Held("filter hold: why"));
    }

    @Test
    void filtersOfOtherDestinationsDoNotCount() throws Exception {
        // Given
        FilterDocument other = filter("drop", "true", Selection.of(List.of("other")), new FilterAction.Drop());

        // When
        // Then
        assertThat(pipeline(Types.destination("{}"), other).evaluate(EVENT)).isInstanceOf(Outcome.Send.class);
    }

    @Test
    @SuppressWarnings("unchecked") // Jackson's own deepCopy()
    void anErrorOfTheEvaluationIsThisEventsAlone() throws Exception {
        // Given
        Event deadly = new Event(
                new ObjectNode(JsonNodeFactory.instance) {
                    @Override
                    public JsonNode get(String field) {
                        throw new StackOverflowError();
                    }

                    @Override
                    public JsonNode path(String field) {
                        throw new StackOverflowError();
                    }
                },
                "web",
                Kind.TRACK,
                "m1",
                Instant.EPOCH,
                new Hash128(1, 2));

        // When
        Outcome outcome = pipeline(Types.destination("{}")).evaluate(deadly);

        // Then
        assertThat(reason(outcome)).isEqualTo(Reason.EVALUATION_FAILED);
    }

    @Test
    void theMappingSeesWhatTheFiltersLeave() throws Exception {
        // Given
        FilterDocument fields =
                filter("f", "true", Selection.everything(), new FilterAction.DropFields(List.of("properties.a")));

        // When
        List<Explanation> explanations =
                Explainer.explain(pipeline(Types.destination("{}"), fields), List.of(EVENT), Instant.EPOCH);

        // Then
        assertThat(explanations.getFirst().requests().getFirst().bodyText()).contains("\"properties\":{\"b\":2}");
    }

    @Test
    void droppingTheIntegrationsObjectDoesNotUndoTheSendersChoice() throws Exception {
        // Given
        FilterDocument fields =
                filter("f", "true", Selection.everything(), new FilterAction.DropFields(List.of("integrations")));

        // When
        // Then
        assertThat(reason(pipeline(Types.destination("{}"), fields).evaluate(LEFT_OUT)))
                .isEqualTo(Reason.FILTERED_BY_INTEGRATIONS_OBJECT);
    }

    @Test
    void whatTheBrowserHasSentIsNotSentAgainInDeviceMode() throws Exception {
        // Given
        DestinationDocument device = inMode(DestinationDocument.Mode.DEVICE);
        DestinationDocument cloud = inMode(null);
        FilterDocument drop = filter("drop", "true", Selection.everything(), new FilterAction.Drop());
        FilterDocument fields =
                filter("f", "true", Selection.everything(), new FilterAction.DropFields(List.of("_metadata")));
        Event sent = Events.track("\"_metadata\":{\"bundled\":[\"Tool\"],\"unbundled\":[]}");
        Event leftOut = Events.track(
                "\"integrations\":{\"Tool\":false},\"_metadata\":{\"bundled\":[\"Tool\"],\"unbundled\":[]}");
        Event fromServer = Events.track("\"userId\":\"u\"");

        // When
        // Then
        assertThat(pipeline(device).evaluate(sent))
                .isEqualTo(new Outcome.Filtered(
                        Reason.MESSAGE_SENT_CLIENT_SIDE, "the client has sent it itself: its _metadata names Tool"));
        assertThat(reason(pipeline(device, fields).evaluate(sent))).isEqualTo(Reason.MESSAGE_SENT_CLIENT_SIDE);
        assertThat(reason(pipeline(device, drop).evaluate(sent))).isEqualTo(Reason.FILTERED_BY_RULES);
        assertThat(reason(pipeline(device).evaluate(leftOut))).isEqualTo(Reason.FILTERED_BY_INTEGRATIONS_OBJECT);
        assertThat(pipeline(device).evaluate(fromServer)).isInstanceOf(Outcome.Send.class);
        assertThat(pipeline(cloud).evaluate(sent)).isInstanceOf(Outcome.Send.class);
    }

    @Test
    void neitherConditionsNorTheDestinationSeeTheMetadata() throws Exception {
        // Given
        FilterDocument seesIt = filter("sees", "has(event._metadata)", Selection.everything(), new FilterAction.Drop());
        Event event = Events.track("\"_metadata\":{\"bundled\":[],\"unbundled\":[\"Tool\"]}");

        // When
        List<Explanation> explanations =
                Explainer.explain(pipeline(inMode(null), seesIt), List.of(event), Instant.EPOCH);

        // Then
        assertThat(explanations.getFirst().requests().getFirst().bodyText())
                .isEqualTo(Events.track("").json().toString());
        assertThat(event.json().has("_metadata")).as("the archive's").isTrue();
    }

    @Test
    void anExplanationIsOneLineOfJson() throws Exception {
        // When
        List<Explanation> explanations =
                Explainer.explain(pipeline(Types.destination("{}")), List.of(EVENT, LEFT_OUT), Instant.EPOCH);

        // Then
        assertThat(explanations.getFirst().toJson().toString()).isEqualTo("""
                {"messageIds":["m"],"outcome":"send","requests":[{"method":"POST","url":"https://tool.example/",\
                "headers":{"Content-Type":"application/json"},"body":%s}]}""".formatted(EVENT.json()));
        assertThat(explanations.getLast().toJson().toString()).isEqualTo("""
                {"messageIds":["m"],"outcome":"filtered","reason":"FILTERED_BY_INTEGRATIONS_OBJECT",\
                "detail":"the event's integrations object says All: false","requests":[]}""");
    }

    private static DestinationPipeline pipeline(DestinationDocument destination, FilterDocument... filters)
            throws Exception {
        TypeProgram type = TypeProgram.compile(Types.type("""
                actions: {act: {requests: [{url: 'https://tool.example/', body: {json: '${event}'}}]}}
                presets: [{name: all, action: act}]"""));
        return DestinationPipeline.compile(type, destination, List.of(filters), Map.of());
    }

    private static DestinationDocument destination(Selection sources, boolean enabled) {
        return Types.destination("{}", sources, enabled, 1, List.of());
    }

    private static DestinationDocument inMode(DestinationDocument.@Nullable Mode mode) {
        DestinationDocument d = Types.destination("{}");
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                d.enabled(),
                d.suspend(),
                d.hold(),
                d.sources(),
                d.config(),
                d.sealed(),
                d.disabledPresets(),
                d.mappings(),
                d.delivery(),
                mode);
    }

    private static FilterDocument filter(String name, String cel, Selection destinations, FilterAction action) {
        return new FilterDocument(name, Selection.everything(), destinations, Expression.ofCel(cel), action);
    }

    private static Reason reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Filtered filtered -> filtered.reason();
            case Outcome.Refused refused -> refused.reason();
            default -> throw new AssertionError("no reason: " + outcome);
        };
    }
}
