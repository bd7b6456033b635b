package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shape of a file of cases, which {@link TestCase} describes. */
final class CaseShape {
    static final List<String> OUTCOMES = List.of("send", "partly", "filtered", "refused", "held", "retry");

    private static final List<String> FILE = List.of("cases");
    private static final List<String> CASE =
            List.of("name", "destination", "secrets", "source", "at", "batch", "events", "answers", "expect");
    private static final List<String> DESTINATION =
            List.of("name", "config", "secrets", "accessToken", "token", "disabledPresets", "mappings");
    private static final List<String> MAPPING = List.of("name", "action", "when", "fields");
    private static final List<String> WHEN = List.of("cel", "fql");
    private static final List<String> ANSWER =
            List.of("method", "url", "body", "times", "status", "headers", "json", "text");
    private static final List<String> EXPECTED = List.of("outcome", "reason", "detail", "messageIds", "requests");
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
                one(part);
                String first = names.putIfAbsent(part.node().path("name").asText(), part.path());
                if (first != null && part.at("name").node().isTextual()) {
                    part.at("name").problem("is the name of " + first + " too; a name tells which case failed");
                }
            });
        }
        return problems;
    }

    /** What is wrong with a list of answers. */
    static List<CaseProblem> checkAnswers(JsonNode list) {
        List<CaseProblem> problems = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            answer(new CasePart("[" + i + "]", list.get(i), problems));
        }
        return problems;
    }

    private static void one(CasePart part) {
        if (!part.isObject(CASE)) {
            return;
        }
        part.need("name", "events", "expect");
        part.text("name", "source");
        part.time("at");
        part.integer("batch", 1, MAX_BATCH);
        destination(part.at("destination"), part);
        part.notEmpty("events", "event");
        part.each("events", (event, i) -> event(event));
        part.each("answers", (answer, i) -> answer(answer));
        part.notEmpty("expect", "outcome");
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

    private static void request(CasePart request) {
        if (!request.isObject(REQUEST)) {
            return;
        }
        request.text("method", "url");
        request.plainValues("headers");
        request.oneOf("match", List.of("exact", "partial"));
        request.atMostOneOf("body", "bodyText");
        if (!request.node().path("match").asText().equals("partial")) {
            request.need("url");
        }
    }
}
