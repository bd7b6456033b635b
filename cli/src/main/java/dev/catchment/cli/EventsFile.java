package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.frame.EventTime;
import dev.catchment.pipeline.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events for {@code explain}: NDJSON or a JSON array, as an SDK writes them or as the archive holds them. */
final class EventsFile {
    private EventsFile() {}

    /** @throws CommandFailure naming the event that cannot be used */
    static List<Event> read(Path file, String source, Instant now) throws IOException, CommandFailure {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in, source, now);
        }
    }

    /** @param name of the input, for messages */
    static List<Event> parse(String name, InputStream in, String source, Instant now)
            throws IOException, CommandFailure {
        List<JsonNode> trees = new ArrayList<>();
        try (MappingIterator<JsonNode> values =
                ContractJson.EVENTS.readerFor(JsonNode.class).readValues(in)) {
            values.forEachRemaining(trees::add);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new CommandFailure(name + ": event " + (trees.size() + 1) + " is no JSON", e);
        }
        if (trees.size() == 1 && trees.getFirst().isArray()) {
            JsonNode array = trees.removeFirst();
            array.forEach(trees::add);
        }
        List<Event> events = new ArrayList<>();
        for (JsonNode tree : trees) {
            events.add(event(name + ": event " + (events.size() + 1), tree, source, now));
        }
        return events;
    }

    private static Event event(String where, JsonNode tree, String source, Instant now) throws CommandFailure {
        if (!(tree instanceof ObjectNode event)) {
            throw new CommandFailure(where + " is no JSON object");
        }
        try {
            Instant receivedAt = EventTime.parse(event.get("receivedAt")).orElse(now);
            return Event.of(complete(event, where, receivedAt), source, receivedAt);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(where + ": " + e.getMessage(), e);
        }
    }

    /** What the hub adds to an event that says nothing else; the archive's events have it all. */
    private static ObjectNode complete(ObjectNode event, String where, Instant receivedAt) {
        event.remove("writeKey");
        event.remove("options");
        String received = EventTime.format(receivedAt);
        if (!event.hasNonNull("messageId")) {
            event.put("messageId", where.substring(where.lastIndexOf(':') + 2).replace(' ', '-'));
        }
        if (!event.hasNonNull("originalTimestamp")) {
            event.put("originalTimestamp", event.path("timestamp").asText(received));
        }
        for (String time : List.of("sentAt", "receivedAt", "timestamp")) {
            if (!event.hasNonNull(time)) {
                event.put(time, received);
            }
        }
        return event;
    }
}
