package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.mapping.OutgoingRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what a case expects with what came out. */
final class Expectation {
    /** Numbers are compared by value, the rest as it is: 1.0 in YAML and 1 in an event are the same. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final List<String> differences = new ArrayList<>();

    private Expectation() {}

    static List<String> compare(JsonNode expected, List<Explanation> actual) {
        Expectation comparison = new Expectation();
        comparison.same("number of outcomes", expected.size(), actual.size());
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            comparison.outcome("expect[" + i + "]", expected.get(i), actual.get(i));
        }
        return comparison.differences;
    }

    private void outcome(String at, JsonNode expected, Explanation actual) {
        String detail = actual.detail() == null ? "" : " (" + actual.detail() + ")";
        same(at + ".outcome", expected.path("outcome").asText("send"), actual.outcome(), detail);
        String reason = actual.reason() == null ? "" : actual.reason().name();
        same(at + ".reason", expected.path("reason").asText(""), reason, detail);
        JsonNode requests = expected.path("requests");
        same(at + ".requests: number", requests.size(), actual.requests().size());
        for (int i = 0; i < Math.min(requests.size(), actual.requests().size()); i++) {
            request(
                    at + ".requests[" + i + "]",
                    requests.get(i),
                    actual.requests().get(i));
        }
    }

    private void request(String at, JsonNode expected, OutgoingRequest actual) {
        same(at + ".method", expected.path("method").asText("POST"), actual.method());
        same(at + ".url", expected.path("url").asText(), actual.url().toString());
        same(at + ".headers", headers(expected.path("headers")), byName(actual.headers()));
        if (expected.has("bodyText")) {
            same(at + ".body", expected.get("bodyText").asText(), actual.bodyText());
        } else if (expected.has("body")
                ? !expected.get("body").equals(BY_VALUE, actual.bodyJson())
                : !actual.bodyText().isEmpty()) {
            differences.add(at + ".body: expected " + expected.path("body") + ", got " + actual.bodyText());
        }
    }

    private static Map<String, String> headers(JsonNode expected) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        expected.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static Map<String, String> byName(Map<String, String> actual) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(actual);
        return headers;
    }

    private void same(String at, Object expected, Object actual) {
        same(at, expected, actual, "");
    }

    private void same(String at, Object expected, Object actual, String note) {
        if (!expected.equals(actual)) {
            differences.add(at + ": expected " + expected + ", got " + actual + note);
        }
    }
}
