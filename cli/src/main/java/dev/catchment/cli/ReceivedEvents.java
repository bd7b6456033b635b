package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes received events as lines: {@code 14:03:22 track Order Completed user=u-1 {"total":19.99}}, or as JSON. Pure. */
final class ReceivedEvents {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int DETAILS = 160;

    private ReceivedEvents() {}

    /** @return one line per event of the body, which is one event, an array of them, or not JSON at all */
    static List<String> forPeople(ZonedDateTime now, ReceivedRequest request) {
        String time = now.format(TIME);
        JsonNode body = request.body();
        if (body == null) {
            return List.of(time + " " + request.method() + " with " + request.bytes() + " bytes that are no JSON");
        }
        List<JsonNode> events = request.events();
        if (!request.isBatch()) {
            return List.of(time + " " + (events.isEmpty() ? request.method() + " " + body : line(body)));
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode event : events) {
            lines.add("%s [%d of %d] %s".formatted(time, lines.size() + 1, events.size(), line(event)));
        }
        return lines.isEmpty() ? List.of(time + " " + request.method() + " of an empty batch") : lines;
    }

    /**
     * One object per event: {@code {"time","method","path","headers":{"<name in lower case>":["<value>"]},"messageId",
     * "type","event","userId","anonymousId"}}, each of the last five only if the event has it; a request without an event
     * is one object too, with {@code "bytes"}, so that it is seen.
     */
    static List<String> forPrograms(Instant now, ReceivedRequest request) {
        if (request.events().isEmpty()) {
            return List.of(about(now, request).put("bytes", request.bytes()).toString());
        }
        return request.events().stream()
                .map(event -> about(now, request).setAll(shownOf(event)).toString())
                .toList();
    }

    private static ObjectNode about(Instant now, ReceivedRequest request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", now.toString());
        line.put("method", request.method());
        line.put("path", request.path());
        ObjectNode headers = line.putObject("headers");
        request.headers().forEach((name, values) -> {
            ArrayNode all = headers.putArray(name.toLowerCase(Locale.ROOT));
            values.forEach(all::add);
        });
        return line;
    }

    private static ObjectNode shownOf(JsonNode event) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("messageId", "type", "event", "userId", "anonymousId")) {
            JsonNode value = event.path(field);
            if (value.isValueNode() && !value.isNull()) {
                shown.set(field, value);
            }
        }
        return shown;
    }

    private static String line(JsonNode event) {
        StringBuilder line =
                new StringBuilder("%-8s".formatted(event.path("type").asText("?")));
        append(line, " ", event.path("event"));
        append(line, " ", event.path("name"));
        append(line, " user=", event.path("userId"));
        append(line, " anonymous=", event.path("anonymousId"));
        append(line, " group=", event.path("groupId"));
        append(line, " previous=", event.path("previousId"));
        for (String field : List.of("properties", "traits")) {
            JsonNode details = event.path(field);
            if (!details.isEmpty()) {
                line.append(' ').append(shortened(details.toString()));
            }
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String label, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            line.append(label).append(value.asText());
        }
    }

    private static String shortened(String json) {
        return json.length() <= DETAILS ? json : json.substring(0, DETAILS) + "…";
    }
}
