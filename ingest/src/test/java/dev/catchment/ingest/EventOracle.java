package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Kind;
import java.util.Optional;

/** The rules for one event, on its tree. Null, the empty string and, for an object, PHP's empty array say nothing. */
final class EventOracle {
    private EventOracle() {}

    static Optional<Reason> notOfAnyKind(JsonNode event) {
        if (!event.isObject()) {
            return Optional.of(Reason.EVENT_NOT_OBJECT);
        }
        if (!says(event, "type")) {
            return Optional.of(Reason.TYPE_NOT_DEFINED);
        }
        boolean known = event.get("type").isTextual()
                && Kind.ofWireName(event.get("type").textValue()).isPresent();
        return known ? Optional.empty() : Optional.of(Reason.TYPE_UNKNOWN);
    }

    static Kind kind(JsonNode event) {
        return Kind.ofWireName(event.get("type").textValue()).orElseThrow();
    }

    static Optional<Reason> brokenRule(Kind kind, JsonNode event) {
        if (wrongId(event, "userId") || wrongId(event, "anonymousId")) {
            return Optional.of(Reason.ID_NOT_STRING);
        }
        if (!says(event, "userId") && !says(event, "anonymousId")) {
            return Optional.of(Reason.NO_USER_ANON_ID);
        }
        if (notText(event, "messageId")) {
            return Optional.of(Reason.ID_NOT_STRING);
        }
        if (event.path("messageId").asText().length() > Limits.MESSAGE_ID_CHARACTERS) {
            return Optional.of(Reason.MESSAGE_ID_TOO_LONG);
        }
        return ofKind(kind, event);
    }

    private static Optional<Reason> ofKind(Kind kind, JsonNode event) {
        boolean track = kind == Kind.TRACK;
        boolean page = kind == Kind.PAGE || kind == Kind.SCREEN;
        boolean group = kind == Kind.GROUP;
        if (track && !says(event, "event")) {
            return Optional.of(Reason.EVENT_NOT_DEFINED);
        }
        if (track && notText(event, "event")) {
            return Optional.of(Reason.EVENT_NOT_STRING);
        }
        if (page && notText(event, "name")) {
            return Optional.of(Reason.NAME_NOT_STRING);
        }
        if (page && notText(event, "category")) {
            return Optional.of(Reason.CATEGORY_NOT_STRING);
        }
        if ((track || page) && notObject(event, "properties")) {
            return Optional.of(Reason.PROPERTIES_NOT_OBJECT);
        }
        if ((group && !says(event, "groupId")) || (kind == Kind.ALIAS && !says(event, "userId"))) {
            return Optional.of(Reason.ID_REQUIRED);
        }
        if (group && wrongId(event, "groupId")) {
            return Optional.of(Reason.ID_NOT_STRING);
        }
        return (group || kind == Kind.IDENTIFY) && notObject(event, "traits")
                ? Optional.of(Reason.TRAITS_NOT_OBJECT)
                : Optional.empty();
    }

    static boolean says(JsonNode event, String field) {
        return event.hasNonNull(field)
                && !(event.get(field).isTextual()
                        && event.get(field).textValue().isEmpty());
    }

    /** What a field says as an id: text, or a number as it is written. */
    static Optional<String> text(JsonNode event, String field) {
        return Optional.ofNullable(event.get(field))
                .filter(value -> says(event, field) && (value.isTextual() || value.isNumber()))
                .map(JsonNode::asText);
    }

    /** What the context says of {@code direct}: only true is true. */
    static Optional<Boolean> direct(JsonNode event) {
        return Optional.ofNullable(event.path("context").get("direct"))
                .map(direct -> direct.isBoolean() && direct.booleanValue());
    }

    private static boolean notText(JsonNode event, String field) {
        return says(event, field) && !event.get(field).isTextual();
    }

    private static boolean wrongId(JsonNode event, String field) {
        return notText(event, field) && !event.get(field).isNumber();
    }

    private static boolean notObject(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return event.hasNonNull(field) && !value.isObject() && !(value.isArray() && value.isEmpty());
    }
}
