package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The shape of a file of cases and of a resource's {@code spec.tests}, which {@link TestCase} describes. */
final class CaseShape {
    static final List<String> OUTCOMES = List.of("send", "partly", "filtered", "refused", "held", "retry");

    private static final List<String> FILE = List.of("cases");
    private static final List<String> CASE =
            List.of("name", "destination", "secrets", "source", "at", "batch", "events", "answers", "expect");
    /** The resource that the case stands in is meant, and no secret belongs into a spec. */
    private static final List<String> DESTINATION_TEST =
            List.of("name", "source", "at", "batch", "events", "answers", "expect");

    private static final List<String> FILTER_TEST = List.of("name", "events", "expect");
    private static final List<String> DESTINATION =
            List.of("name", "config", "secrets", "accessToken", "token", "disabledPresets", "mappings");
    private static final List<String> MAPPING = List.of("name", "action", "when", "fields");
    private static final List<String> WHEN = List.of("cel", "fql");
    private static final List<String> ANSWER =
            List.of("method", "url", "body", "times", "status", "headers", "json", "text");
    private static final List<String> EXPECTED = List.of("outcome", "reason", "detail", "messageIds", "requests");
    private static final List<String> EXPECTED_EVENT = List.of("outcome", "detail", "event", "match");
    private static final List<String> EVENT_OUTCOMES = List.of("send", "filtered", "refused");
    private static final List<String> MATCHES = List.of("exact", "partial");
    private static final List<String> REQUEST = List.of("method", "url", "headers", "body", "bodyText", "match");
    private static final List<String> REASONS =
            Arrays.stream(Reason.values()).map(Reason::name).toList();
    private static final int MAX_BATCH = 10_000;

    private CaseShape() {}

    /** What is wrong with a file; nothing: every case in it can be run. */
    static List<CaseProblem> check(JsonNode file) {
        List<CaseProblem> problems = new ArrayList<>();
        CasePart root = new CasePart("", file, problems);
        if (root.isObject(FILE)) {
            root.need("cases");
            root.notEmpty("cases", "case");
            Map<String, String> names = new HashMap<>();
            root.each("cases", (part, i) -> {
                if (part.isObject(CASE)) {
                    destination(part.at("destination"), part);
                    atDestination(part);
                }
                named(part, names);
            });
        }
        return problems;
    }

    /** What is wrong with the {@code spec.tests} of a Destination; paths begin with an index. */
    static List<CaseProblem> checkDestinationTests(JsonNode tests) {
        return checkTests(tests, part -> {
            if (part.isObject(DESTINATION_TEST)) {
                atDestination(part);
            }
        });
    }

    /**
     * What is wrong with the {@code spec.tests} of a Filter; paths begin with an index.
     *
     * @param changesFields whether the filter takes fields out of events
     */
    static List<CaseProblem> checkFilterTests(JsonNode tests, boolean changesFields) {
        return checkTests(tests, part -> {
            if (part.isObject(FILTER_TEST)) {
                common(part);
                part.each("expect", (expected, i) -> expectedEvent(expected, changesFields));
                int events = part.at("events").node().size();
                if (part.at("expect").node().size() > events) {
                    part.at("expect").problem("must have one outcome per event, of which there are " + events);
                }
            }
        });
    }

    private static List<CaseProblem> checkTests(JsonNode tests, Consumer<CasePart> check) {
        List<CaseProblem> problems = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < tests.size(); i++) {
            CasePart part = new CasePart("[" + i + "]", tests.get(i), problems);
            check.accept(part);
            named(part, names);
        }
        return problems;
    }

    private static void named(CasePart part, Map<String, String> names) {
        String first = names.putIfAbsent(part.node().path("name").asText(), part.path());
        if (first != null && part.at("name").node().isTextual()) {
            part.at("name").problem("is the name of " + first + " too; a name tells which case failed");
        }
    }

    /** What is wrong with a list of answers. */
    static List<CaseProblem> checkAnswers(JsonNode list) {
        List<CaseProblem> problems = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            answer(new CasePart("[" + i + "]", list.get(i), problems));
        }
        return problems;
    }

    private static void common(CasePart part) {
        part.need("name", "events", "expect");
        part.text("name");
        part.notEmpty("events", "event");
        part.each("events", (event, i) -> event(event));
        part.notEmpty("expect", "outcome");
    }

    private static void atDestination(CasePart part) {
        common(part);
        part.text("source");
        part.time("at");
        part.integer("batch", 1, MAX_BATCH);
        part.each("answers", (answer, i) -> answer(answer));
        part.each("expect", (expected, i) -> expected(expected));
    }

    private static void destination(CasePart destination, CasePart of) {
        of.plainValues("secrets");
        if (destination.node().isTextual()) {
            of.text("destination");
            return;
        }
        if (!of.at("secrets").isAbsent()) {
            of.at("secrets")
                    .problem("belongs to a case that names a Destination; here they stand in destination.secrets");
        }
        if (destination.isAbsent()) {
            return;
        }
        if (!destination.node().isObject()) {
            destination.problem(
                    "must be the name of a Destination, or an object with " + String.join(", ", DESTINATION));
        } else if (destination.isObject(DESTINATION)) {
            destination.text("name", "accessToken");
            destination.object("config");
            destination.object("token");
            destination.plainValues("secrets");
            destination.texts("disabledPresets");
            destination.each("mappings", (mapping, i) -> mapping(mapping));
        }
    }

    private static void mapping(CasePart mapping) {
        if (mapping.isObject(MAPPING)) {
            mapping.need("name", "action");
            mapping.text("name", "action");
            mapping.object("fields");
            CasePart when = mapping.at("when");
            if (!when.isAbsent() && when.isObject(WHEN)) {
                when.text("cel", "fql");
                when.atMostOneOf("cel", "fql");
                if (when.at("cel").isAbsent() && when.at("fql").isAbsent()) {
                    when.problem("must have cel or fql");
                }
            }
        }
    }

    private static void event(CasePart event) {
        if (!event.node().isObject()) {
            event.problem("must be an object: an event as the hub composes it");
            return;
        }
        event.need("type", "messageId");
        event.text("messageId");
        event.oneOf("type", Arrays.stream(Kind.values()).map(Kind::wireName).toList());
        event.time("receivedAt");
    }

    private static void answer(CasePart answer) {
        if (answer.isObject(ANSWER)) {
            answer.text("method");
            answer.regex("url");
            answer.regex("body");
            answer.integer("times", 1, Integer.MAX_VALUE);
            answer.integer("status", 100, 599);
            answer.plainValues("headers");
            answer.atMostOneOf("json", "text");
        }
    }

    private static void expected(CasePart expected) {
        if (!expected.isObject(EXPECTED)) {
            return;
        }
        expected.oneOf("outcome", OUTCOMES);
        expected.oneOf("reason", REASONS);
        expected.text("detail");
        expected.texts("messageIds");
        boolean sent = expected.node().path("outcome").asText("send").equals("send");
        if (sent && expected.at("requests").isAbsent()) {
            expected.at("requests").problem("is required: what is sent is what the case is about");
        }
        expected.each("requests", (request, i) -> request(request));
    }

    private static void expectedEvent(CasePart expected, boolean changesFields) {
        if (!expected.isObject(EXPECTED_EVENT)) {
            return;
        }
        expected.oneOf("outcome", EVENT_OUTCOMES);
        expected.text("detail");
        expected.object("event");
        expected.oneOf("match", MATCHES);
        boolean sent = expected.node().path("outcome").asText("send").equals("send");
        CasePart event = expected.at("event");
        if (sent && changesFields && event.isAbsent()) {
            event.problem("is required: the filter takes fields out, and what is left is what the case is about");
        } else if (!sent && !event.isAbsent()) {
            event.problem("cannot be there: only of an event that is sent anything is left");
        }
        if (event.isAbsent() && !expected.at("match").isAbsent()) {
            expected.at("match").problem("says how the event is compared: write event, too");
        }
    }

    private static void request(CasePart request) {
        if (!request.isObject(REQUEST)) {
            return;
        }
        request.text("method", "url");
        request.plainValues("headers");
        request.oneOf("match", MATCHES);
        request.atMostOneOf("body", "bodyText");
        if (!request.node().path("match").asText().equals("partial")) {
            request.need("url");
        }
    }
}
