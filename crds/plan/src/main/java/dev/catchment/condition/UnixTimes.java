package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.catchment.contract.frame.EventTime;
import java.time.Instant;
import java.util.Map;

/**
 * A value with the times in it, which tools compare only as numbers: each text that is an ISO 8601 date or time becomes
 * seconds since 1970. Objects are looked through, lists are left as they are.
 */
final class UnixTimes {
    private static final Pattern ISO = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[-+][0-9]{2}:?[0-9]{2})?)?");
    private static final int MOST_CHARS = 35;

    private UnixTimes() {}

    static Object of(Arguments arguments) {
        return JsonValues.toCel(of(arguments.json(0)));
    }

    private static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode converted = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                converted.set(member.getKey(), of(member.getValue()));
            }
            return converted;
        }
        boolean time = value.isTextual() && value.textValue().length() <= MOST_CHARS && ISO.matches(value.textValue());
        return time
                ? EventTime.parse(value)
                        .map(Instant::getEpochSecond)
                        .<JsonNode>map(LongNode::valueOf)
                        .orElse(value)
                : value;
    }
}
