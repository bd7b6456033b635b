package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.JsonValues;
import dev.catchment.pipeline.Event;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one rendering.
 *
 * @param event the event mapped
 * @param config settings with the type's defaults
 * @param fields the action's fields, in requests
 * @param secret secret settings as texts, in headers and signatures
 * @param uuid names the event for this destination and mapping
 * @param more CEL values, or JSON, by name
 */
record Scope(
        @Nullable Event event,
        ObjectNode config,
        @Nullable ObjectNode fields,
        @Nullable ObjectNode secret,
        Supplier<String> uuid,
        Map<String, Object> more)
        implements CelExpression.Variables {
    static final String EVENT = "event";
    static final String CONFIG = "config";
    static final String FIELDS = "fields";
    static final String SECRET = "secret";
    /** When the hub received the event; the same at every attempt. */
    static final String NOW = "now";
    /** A UUID of this event for this destination and mapping; the same at every attempt. */
    static final String UUID = "uuid";

    static final Set<String> IN_FIELDS = Set.of(EVENT, CONFIG, NOW, UUID);
    static final Set<String> IN_REQUESTS = Set.of(EVENT, CONFIG, NOW, UUID, FIELDS, SECRET);
    static final Set<String> IN_SIGNATURE_SETTINGS = Set.of(CONFIG, SECRET);
    static final Set<String> IN_SIGNED_CONTENT = Set.of(CONFIG, "body", "first", "id", "timestamp");
    static final Set<String> IN_SIGNATURE_HEADERS = Set.of(CONFIG, "id", "timestamp", "mac");

    static final Set<String> IN_ANSWERS = Set.of(CONFIG, "status", "body");

    static Scope ofConfig(ObjectNode config) {
        return new Scope(null, config, null, null, () -> "", Map.of());
    }

    static Scope ofSettings(Settings settings) {
        return new Scope(null, settings.config(), null, settings.secrets(), () -> "", Map.of());
    }

    static Scope ofValues(ObjectNode config, Map<String, Object> values) {
        return new Scope(null, config, null, null, () -> "", values);
    }

    @Override
    public @Nullable Object value(String name) {
        return switch (name) {
            case EVENT -> event == null ? null : event.values();
            case NOW -> event == null ? null : event.receivedAt();
            case UUID -> event == null ? null : uuid.get();
            case CONFIG, FIELDS, SECRET -> {
                JsonNode json = json(name);
                yield json == null ? null : JsonValues.toCel(json);
            }
            default -> more.get(name) instanceof JsonNode json ? JsonValues.toCel(json) : more.get(name);
        };
    }

    /** The variable as JSON, where it is JSON. */
    @Nullable JsonNode json(String name) {
        return switch (name) {
            case EVENT -> event == null ? null : event.json();
            case CONFIG -> config;
            case FIELDS -> fields;
            case SECRET -> secret;
            default ->
                switch (more.get(name)) {
                    case String text -> TextNode.valueOf(text);
                    case JsonNode json -> json;
                    case null, default -> null;
                };
        };
    }
}
