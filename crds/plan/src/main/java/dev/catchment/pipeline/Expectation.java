package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.mapping.OutgoingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what a case expects with what came out. */
final class Expectation {
    private static final String ABSENT = "(absent)";
    private static final int MAX_LENGTH = 160;
    private static final int CONTEXT = 40;

    private final List<Difference> differences = new ArrayList<>();

    private Expectation() {}

    static List<Difference> compare(JsonNode expected, List<Explanation> actual) {
        Expectation comparison = new Expectation();
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            comparison.outcome("expect[" + i + "]", expected.get(i), actual.get(i));
        }
        for (int i = common; i < expected.size(); i++) {
            comparison.add("expect[" + i + "]", expected.get(i).path("outcome").asText("send"), ABSENT);
        }
        for (int i = common; i < actual.size(); i++) {
            comparison.add("expect[" + i + "]", ABSENT, inWords(actual.get(i)));
        }
        return comparison.differences;
    }

    /** A filter has one reason for each of its outcomes, which a case need not repeat. */
    static List<Difference> compareFiltered(JsonNode expected, List<FilteredEvent> actual) {
        Expectation comparison = new Expectation();
        for (int i = 0; i < actual.size(); i++) {
            String at = "expect[" + i + "]";
            FilteredEvent event = actual.get(i);
            if (i >= expected.size()) {
                comparison.add(at, ABSENT, inWords(event.said()));
            } else if (comparison.sameOutcome(at, expected.get(i), event.said())) {
                comparison.detail(at, expected.get(i), event.said());
                if (expected.get(i).has("event")) {
                    boolean partial = expected.get(i).path("match").asText().equals("partial");
                    comparison.value(at + ".event", expected.get(i).get("event"), event.left(), partial);
                }
            }
        }
        return comparison.differences;
    }

    private void outcome(String at, JsonNode expected, Explanation actual) {
        if (!sameOutcome(at, expected, actual)) {
            return;
        }
        String reason = expected.path("reason").asText("");
        if (!reason.equals(actual.reason() == null ? "" : actual.reason().name())) {
            add(at + ".reason", reason.isEmpty() ? ABSENT : reason, inWords(actual));
        }
        detail(at, expected, actual);
        JsonNode ids = expected.path("messageIds");
        for (int i = 0;
                ids.isArray() && i < Math.max(ids.size(), actual.messageIds().size());
                i++) {
            String id = i < actual.messageIds().size() ? actual.messageIds().get(i) : null;
            value(at + ".messageIds[" + i + "]", ids.get(i), id == null ? null : TextNode.valueOf(id), false);
        }
        // What a tool refused was sent; a case that is about the refusal need not repeat it.
        if (expected.has("requests")) {
            requests(at + ".requests", expected.get("requests"), actual.requests());
        }
    }

    private boolean sameOutcome(String at, JsonNode expected, Explanation actual) {
        String outcome = expected.path("outcome").asText("send");
        if (outcome.equals(actual.outcome())) {
            return true;
        }
        add(at + ".outcome", outcome, inWords(actual));
        return false;
    }

    private void detail(String at, JsonNode expected, Explanation actual) {
        String detail = expected.path("detail").asText("");
        if (!detail.isEmpty() && (actual.detail() == null || !actual.detail().contains(detail))) {
            add(at + ".detail", "a text with " + quoted(detail), inWords(actual));
        }
    }

    private static String inWords(Explanation actual) {
        String reason = actual.reason() == null ? "" : " " + actual.reason();
        String detail = actual.detail() == null ? "" : " (" + actual.detail() + ")";
        return actual.outcome() + reason + detail;
    }

    private void requests(String at, JsonNode expected, List<OutgoingRequest> actual) {
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            request(at + "[" + i + "]", expected.get(i), actual.get(i));
        }
        for (int i = common; i < expected.size(); i++) {
            add(at + "[" + i + "]", shown(expected.get(i)), ABSENT);
        }
        for (int i = common; i < actual.size(); i++) {
            OutgoingRequest more = actual.get(i);
            add(at + "[" + i + "]", ABSENT, cut(more.method() + " " + more.url() + " " + more.bodyText()));
        }
    }

    private void request(String at, JsonNode expected, OutgoingRequest actual) {
        boolean partial = expected.path("match").asText().equals("partial");
        if (!partial || expected.has("method")) {
            same(at + ".method", expected.path("method").asText("POST"), actual.method());
        }
        if (!partial || expected.has("url")) {
            same(at + ".url", expected.path("url").asText(), actual.url().toString());
        }
        headers(at + ".headers", expected.path("headers"), actual.headers(), partial);
        if (expected.hasNonNull("bodyText")) {
            same(at + ".bodyText", expected.get("bodyText").asText(), actual.bodyText());
        } else if (!partial || expected.has("body")) {
            JsonNode body = expected.hasNonNull("body") ? expected.get("body") : NullNode.instance;
            value(at + ".body", body, actual.bodyJson(), partial);
        }
    }

    private void headers(String at, JsonNode expected, Map<String, String> actual, boolean partial) {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(actual);
        for (var header : expected.properties()) {
            String value = sent.remove(header.getKey());
            if (!header.getValue().asText().equals(value)) {
                add(
                        at + "." + header.getKey(),
                        quoted(header.getValue().asText()),
                        value == null ? ABSENT : quoted(value));
            }
        }
        if (!partial) {
            sent.forEach((name, value) -> add(at + "." + name, ABSENT, quoted(value)));
        }
    }

    /**
     * Numbers are the same by value: 1.0 in YAML and 1 in an event. The order of an object's members does not matter.
     *
     * @param partial members of objects that are not expected are nobody's business
     */
    private void value(String at, @Nullable JsonNode expected, @Nullable JsonNode actual, boolean partial) {
        if (expected != null && expected.isObject() && actual != null && actual.isObject()) {
            members(at, expected, actual, partial);
        } else if (expected != null && expected.isArray() && actual != null && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                value(at + "[" + i + "]", expected.get(i), actual.get(i), partial);
            }
        } else if (!equal(expected, actual)) {
            add(at, shown(expected), shown(actual));
        }
    }

    private void members(String at, JsonNode expected, JsonNode actual, boolean partial) {
        for (var member : expected.properties()) {
            value(at + "." + member.getKey(), member.getValue(), actual.get(member.getKey()), partial);
        }
        for (var member : actual.properties()) {
            if (!partial && !expected.has(member.getKey())) {
                add(at + "." + member.getKey(), ABSENT, shown(member.getValue()));
            }
        }
    }

    private static boolean equal(@Nullable JsonNode expected, @Nullable JsonNode actual) {
        if (expected != null && expected.isNumber() && actual != null && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return Objects.equals(expected, actual);
    }

    /** Of long texts only the neighbourhood of the first difference is shown. */
    private void same(String at, String expected, String actual) {
        if (expected.equals(actual)) {
            return;
        }
        if (Math.max(expected.length(), actual.length()) <= MAX_LENGTH) {
            add(at, quoted(expected), quoted(actual));
            return;
        }
        int from = 0;
        while (from < Math.min(expected.length(), actual.length()) && expected.charAt(from) == actual.charAt(from)) {
            from++;
        }
        add(at + " from character " + (from + 1), around(expected, from), around(actual, from));
    }

    private static String around(String text, int at) {
        int from = Math.max(0, at - CONTEXT);
        int to = Math.min(text.length(), at + CONTEXT);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? ABSENT : cut(value.toString());
    }

    private static String quoted(String text) {
        return cut(TextNode.valueOf(text).toString());
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    private void add(String at, String expected, String actual) {
        differences.add(new Difference(at, expected, actual));
    }
}
