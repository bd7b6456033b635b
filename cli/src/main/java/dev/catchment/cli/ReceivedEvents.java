package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Writes received events as lines for people: {@code 14:03:22 track Order Completed user=u-1 {"total":19.99}}. */
final class ReceivedEvents {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int DETAILS = 160;

    private final Clock clock;

    ReceivedEvents(Clock clock) {
        this.clock = clock;
    }

    /** @return one line per event of the body, which is one event, an array of them, or not JSON at all */
    List<String> of(String method, byte[] body) {
        String time = LocalTime.now(clock).format(TIME);
        JsonNode tree;
        try {
            tree = ContractJson.EVENTS.readTree(body);
        } catch (IOException e) {
            return List.of(time + " " + method + " with " + body.length + " bytes that are no JSON");
        }
        if (!tree.isArray()) {
            return List.of(time + " " + (tree.isObject() ? line(tree) : method + " " + tree));
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode event : tree) {
            lines.add("%s [%d of %d] %s".formatted(time, lines.size() + 1, tree.size(), line(event)));
        }
        return lines.isEmpty() ? List.of(time + " " + method + " of an empty batch") : lines;
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
