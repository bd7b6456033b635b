package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The event in the query of a tracking pixel, as the JSON that a POST would have had for a body (Segment's "Tracking
 * Pixel API"): either {@code data}, the JSON in Base64 of either alphabet, with or without padding, or flat parameters
 * with dotted names, such as {@code properties.subject=Hello}. If both are there, {@code data} is the event. A query has
 * no types, so each flat value is a string, but for true and false under {@code integrations}, where a string would say
 * nothing.
 */
final class PixelQuery {
    private static final String DATA = "data";
    private static final String INTEGRATIONS = "integrations";
    /** What a link adds each time that it is passed on as a parameter of another one. */
    private static final int MAX_ENCODINGS = 3;

    private PixelQuery() {}

    /** @param query raw, without the question mark */
    static byte[] body(String query) throws Refusal {
        List<QueryString.Parameter> parameters = QueryString.parse(query);
        if (parameters.isEmpty()) {
            throw new Refusal(
                    Reason.INVALID_JSON, "the query is empty: it is data=<the event as JSON in Base64>, or its fields");
        }
        for (QueryString.Parameter parameter : parameters) {
            if (parameter.name().equals(DATA) && !parameter.value().isEmpty()) {
                return data(parameter.value());
            }
        }
        return flat(parameters).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] data(String value) throws Refusal {
        String text = QueryString.decode(value, true);
        for (int i = 1; i < MAX_ENCODINGS && text.indexOf('%') >= 0 && !isJson(text); i++) {
            text = QueryString.decode(text, false);
        }
        if (isJson(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(standard(text));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.INVALID_ENCODING, "data: is not Base64");
        }
    }

    private static boolean isJson(String text) {
        return text.startsWith("{");
    }

    /** The standard alphabet without padding. A space was a plus before something decoded the query. */
    private static String standard(String base64) {
        return base64.strip()
                .replace(' ', '+')
                .replace('-', '+')
                .replace('_', '/')
                .replace("=", "");
    }

    private static ObjectNode flat(List<QueryString.Parameter> parameters) throws Refusal {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (QueryString.Parameter parameter : parameters) {
            put(event, parameter.name(), parameter.decoded());
        }
        return event;
    }

    /** Of two that exclude each other, such as {@code a=1} and {@code a.b=2}, the last one counts. */
    private static void put(ObjectNode event, String name, String value) throws Refusal {
        String[] path = name.split("\\.", Limits.DEPTH + 1);
        if (path.length > Limits.DEPTH) {
            throw new Refusal(Reason.EVENT_TOO_DEEP, "a parameter's name has more than " + Limits.DEPTH + " parts");
        }
        ObjectNode object = event;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode child = object.get(path[i]);
            object = child instanceof ObjectNode own ? own : object.putObject(path[i]);
        }
        String last = path[path.length - 1];
        boolean truth = path[0].equals(INTEGRATIONS) && (value.equals("true") || value.equals("false"));
        if (truth) {
            object.put(last, Boolean.parseBoolean(value));
        } else {
            object.put(last, value);
        }
    }
}
