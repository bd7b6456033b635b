package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.pipeline.Event;

/**
 * What a mapping made of an event: an action's fields, resolved. Requests are rendered from it, again for each attempt.
 *
 * @param mapping name of the preset or mapping
 * @param fields never changed
 * @param values what the action makes of them for its requests; never changed
 */
public record Payload(String mapping, String action, ObjectNode fields, ObjectNode values, Event event) {
    /** Names it, without its content. */
    @Override
    public String toString() {
        return mapping + " (" + action + ") for " + event;
    }
}
