package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.catchment.ingest.EventFields.Holds;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event after the other from a parser, without building anything of them. Of a name that stands twice the last
 * one counts, as for everybody who reads the event later. One per request.
 */
final class EventReader {
    private final JsonParser parser;
    private final Nesting nesting;
    private final ContextReader context;
    private final EventFields fields = new EventFields();

    EventReader(JsonParser parser) {
        this.parser = parser;
        this.nesting = new Nesting(parser);
        this.context = new ContextReader(parser, nesting);
    }

    /** Reads the object whose start is the current token, up to its end. What is returned is reused by the next call. */
    EventFields read() throws IOException {
        fields.reset();
        nesting.reset();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            nesting.name();
            String name = parser.currentName();
            field(name, parser.nextToken());
        }
        return fields;
    }

    /** What is wrong with the last event whatever its type: depth, names, numbers. */
    @Nullable Problem problem() {
        return nesting.problem();
    }

    private void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> {
                fields.type = scalar(value);
                fields.typeText = text(fields.type);
            }
            case "messageId" -> {
                fields.messageId = scalar(value);
                fields.messageIdText = text(fields.messageId);
            }
            case "userId" -> {
                fields.userId = scalar(value);
                fields.userIdText = text(fields.userId);
            }
            case "anonymousId" -> {
                fields.anonymousId = scalar(value);
                fields.anonymousIdText = text(fields.anonymousId);
            }
            case "writeKey" -> fields.writeKey = text(scalar(value));
            case "groupId" -> fields.groupId = scalar(value);
            case "event" -> fields.event = scalar(value);
            case "name" -> fields.name = scalar(value);
            case "category" -> fields.category = scalar(value);
            case "properties" -> fields.properties = object(value);
            case "traits" -> fields.traits = object(value);
            case "context" -> fields.direct = context.read(value);
            default -> nesting.skip(value, 1);
        }
    }

    private Holds scalar(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getTextLength() == 0 ? Holds.NOTHING : Holds.TEXT;
        }
        nesting.skip(value, 1);
        if (value == JsonToken.VALUE_NULL) {
            return Holds.NOTHING;
        }
        return value.isNumeric() ? Holds.NUMBER : Holds.OTHER;
    }

    /** An empty array is an object: PHP writes an empty map so. */
    private Holds object(JsonToken value) throws IOException {
        int within = nesting.skip(value, 1);
        if (value == JsonToken.VALUE_NULL) {
            return Holds.NOTHING;
        }
        boolean object = value == JsonToken.START_OBJECT || (value == JsonToken.START_ARRAY && within == 0);
        return object ? Holds.OBJECT : Holds.OTHER;
    }

    private @Nullable String text(Holds holds) throws IOException {
        return holds == Holds.TEXT || holds == Holds.NUMBER ? parser.getText() : null;
    }
}
