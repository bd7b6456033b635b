package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * How often which event came: what was sent and is not here was lost, what is here twice was repeated. Guarded by itself.
 */
final class ReceivedCounts {
    /** More than any test sends; some 150 MB. What comes after them is counted, but no longer by name. */
    static final int NAMED = 1_000_000;

    private final int named;
    private final Map<String, Integer> byMessageId = new HashMap<>();
    private long requests;
    private long events;
    private long unnamed;

    ReceivedCounts() {
        this(NAMED);
    }

    ReceivedCounts(int named) {
        this.named = named;
    }

    synchronized void add(ReceivedRequest request) {
        requests++;
        for (JsonNode event : request.events()) {
            events++;
            String messageId = event.path("messageId").asText("");
            if (messageId.isEmpty() || (byMessageId.size() >= named && !byMessageId.containsKey(messageId))) {
                unnamed++;
            } else {
                byMessageId.merge(messageId, 1, Integer::sum);
            }
        }
    }

    /** {@code {"requests","events","distinct","unnamed" (events without a messageId, or beyond a million of them)}}. */
    synchronized String summary() {
        return counts().toString();
    }

    /** The same, and {@code "messageIds":{"<messageId>":<how often>}}. */
    synchronized String everything() {
        ObjectNode all = counts();
        byMessageId.forEach(all.putObject("messageIds")::put);
        return all.toString();
    }

    private ObjectNode counts() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("events", events)
                .put("distinct", byMessageId.size())
                .put("unnamed", unnamed);
    }
}
