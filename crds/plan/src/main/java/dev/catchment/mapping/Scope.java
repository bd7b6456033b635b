package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.JsonValues;
import dev.catchment.filter.Integrations;
import dev.catchment.pipeline.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one rendering.
 *
 * @param event the event mapped
 * @param config settings with the type's defaults
 * @param fields the action's fields: in requests all of them, among fields those that were resolved before
 * @param values what the action makes of them: in requests all, among values those that were made before
 * @param secret secret settings as texts
 * @param uuid names the event for this destination and mapping
 * @param names under which the event may hold options for this destination, in its integrations object
 * @param more CEL values, or JSON, by name
 * @param iterations of all lists that are made, together
 */
record Scope(
        @Nullable Event event,
        ObjectNode config,
        @Nullable ObjectNode fields,
        @Nullable ObjectNode values,
        @Nullable ObjectNode secret,
        Supplier<String> uuid,
        @Nullable Integrations names,
        Map<String, Object> more,
        Iterations iterations)
        implements CelExpression.Variables {
    static final String EVENT = "event";
    static final String CONFIG = "config";
    static final String FIELDS = "fields";
    /** What the action makes of its fields for its requests. */
    static final String VALUES = "values";

    static final String SECRET = "secret";
    /** When the hub received the event; the same at every attempt. */
    static final String NOW = "now";
    /** A UUID of this event for this destination and mapping; the same at every attempt. */
    static final String UUID = "uuid";
    /** What the event's sender says for this destination alone. */
    static final String OPTIONS = "options";
    /** Of a list that is being made: the element, and its number from 0. */
    static final String ITEM = "item";

    static final String INDEX = "index";
    /** Of earlier requests, by their names. */
    static final String ANSWERS = "answers";
    /** What the token endpoint said beside the access token. */
    static final String TOKEN = "token";
    /** Of a batch: the JSON bodies of its events, and the fields of the first. */
    static final String BODIES = "bodies";

    static final String FIRST = "first";
    /** An answer. */
    static final String STATUS = "status";

    static final String HEADERS = "headers";
    static final String BODY = "body";
    static final String TEXT = "text";

    static final Set<String> IN_FIELDS = Set.of(EVENT, CONFIG, NOW, UUID, OPTIONS, FIELDS);
    static final Set<String> IN_VALUES = Set.of(EVENT, CONFIG, NOW, UUID, OPTIONS, FIELDS, VALUES);
    static final Set<String> IN_CONDITIONS = Set.of(EVENT, CONFIG, NOW, UUID, OPTIONS, FIELDS, VALUES, ANSWERS);
    static final Set<String> IN_REQUESTS =
            Set.of(EVENT, CONFIG, NOW, UUID, OPTIONS, FIELDS, VALUES, ANSWERS, SECRET, TOKEN);
    static final Set<String> IN_BATCHES = Set.of(CONFIG, SECRET, ANSWERS, BODIES, FIRST);
    static final Set<String> IN_SETTINGS = Set.of(CONFIG, SECRET);
    static final Set<String> IN_SIGNED_CONTENT = Set.of(CONFIG, "body", "first", "id", "timestamp");
    static final Set<String> IN_SIGNATURE_HEADERS = Set.of(CONFIG, "id", "timestamp", "mac");
    static final Set<String> IN_ANSWERS = Set.of(CONFIG, STATUS, HEADERS, BODY, TEXT, FIELDS, VALUES, ANSWERS, BODIES);
    static final Set<String> IN_ANY_ANSWER = Set.of(CONFIG, STATUS, HEADERS, BODY, TEXT);

    static Scope ofConfig(ObjectNode config) {
        return ofValues(config, Map.of());
    }

    static Scope ofSettings(Settings settings) {
        return new Scope(
                null, settings.config(), null, null, settings.secrets(), () -> "", null, Map.of(), new Iterations());
    }

    static Scope ofValues(ObjectNode config, Map<String, Object> values) {
        return new Scope(null, config, null, null, null, () -> "", null, values, new Iterations());
    }

    /** The same with more variables; of two with one name the new one. */
    Scope with(Map<String, Object> added) {
        Map<String, Object> all = added;
        if (!more.isEmpty()) {
            all = new HashMap<>(more);
            all.putAll(added);
        }
        return new Scope(event, config, fields, values, secret, uuid, names, all, iterations);
    }

    Scope withFields(ObjectNode resolved) {
        return new Scope(event, config, resolved, values, secret, uuid, names, more, iterations);
    }

    Scope withValues(ObjectNode made) {
        return new Scope(event, config, fields, made, secret, uuid, names, more, iterations);
    }

    @Override
    public @Nullable Object value(String name) {
        return switch (name) {
            case EVENT -> event == null ? null : event.values();
            case NOW -> event == null ? null : event.receivedAt();
            case UUID -> event == null ? null : uuid.get();
            case CONFIG, FIELDS, VALUES, SECRET, OPTIONS -> {
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
            case VALUES -> values;
            case SECRET -> secret;
            case OPTIONS -> options();
            default ->
                switch (more.get(name)) {
                    case String text -> TextNode.valueOf(text);
                    case JsonNode json -> json;
                    case null, default -> null;
                };
        };
    }

    private ObjectNode options() {
        return event == null || names == null
                ? JsonNodeFactory.instance.objectNode()
                : names.options(event.json()).orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
