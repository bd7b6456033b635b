package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Events for tests. */
public final class Events {
    public static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05.678Z");

    private Events() {}

    /** A track event of source {@code web} with these members beside type, event, userId and messageId. */
    public static Event track(String members) {
        String separator = members.isBlank() ? "" : ",";
        return event("{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"u\",\"messageId\":\"m\""
                + separator + members + "}");
    }

    public static Event event(String json) {
        return Event.of(object(json), "web", RECEIVED);
    }

    /** Read as an event of the log is read. */
    public static ObjectNode object(String json) {
        try {
            return (ObjectNode) ContractJson.EVENTS.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
