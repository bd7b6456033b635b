package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Segment calls a mapping: when an action runs, with which fields.
 *
 * @param where in the file
 * @param subscribe the trigger; null: there is none, and Segment runs the action never
 * @param unknown its members that nobody knows
 */
record Subscription(
        String where,
        @Nullable String name,
        String action,
        @Nullable String subscribe,
        ObjectNode mapping,
        boolean enabled,
        List<String> unknown) {
    private static final Set<String> KNOWN =
            Set.of("name", "action", "partnerAction", "subscribe", "mapping", "enabled", "id");
    /** Segment's own identifiers. */
    private static final Set<String> IDENTIFIERS = Set.of("ID", "ActionID", "ConfigID", "ProjectID");

    static Subscription read(String file, String where, JsonNode node) throws UnreadableException {
        if (!node.isObject()) {
            throw new UnreadableException(
                    file + ": " + where + " must be an object with action, subscribe and mapping");
        }
        String action = text(file, where, node, node.has("action") ? "action" : "partnerAction");
        if (action == null || action.isBlank()) {
            throw new UnreadableException(
                    file + ": " + where + ".action must be the action's name, such as \"trackEvent\"");
        }
        JsonNode mapping = node.path("mapping");
        if (!mapping.isObject() && !mapping.isMissingNode() && !mapping.isNull()) {
            throw new UnreadableException(file + ": " + where + ".mapping must be an object");
        }
        JsonNode enabled = node.path("enabled");
        if (!enabled.isBoolean() && !enabled.isMissingNode()) {
            throw new UnreadableException(file + ": " + where + ".enabled must be true or false");
        }
        return new Subscription(
                where,
                text(file, where, node, "name"),
                action.strip(),
                text(file, where, node, "subscribe"),
                mapping instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(),
                enabled.asBoolean(true),
                unknown(node));
    }

    private static List<String> unknown(JsonNode node) {
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name) && !IDENTIFIERS.contains(name) && !name.startsWith("_")) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    private static @Nullable String text(String file, String where, JsonNode node, String name)
            throws UnreadableException {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new UnreadableException(file + ": " + JsonPath.member(where, name) + " must be a text");
        }
        return value.textValue();
    }
}
