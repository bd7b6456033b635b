package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Steps over a {@code context} and notices what it says of {@code direct}: that the client itself sends the event. */
final class ContextReader {
    private static final String DIRECT = "direct";

    private final JsonParser parser;
    private final Nesting nesting;

    ContextReader(JsonParser parser, Nesting nesting) {
        this.parser = parser;
        this.nesting = nesting;
    }

    /**
     * Reads the value that begins with the current token.
     *
     * @return whether {@code direct} is true; null if it is not there
     */
    @Nullable Boolean read(JsonToken first) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            nesting.skip(first, 1);
            return null;
        }
        Boolean direct = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            nesting.name();
            boolean named = DIRECT.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (named) {
                direct = value == JsonToken.VALUE_TRUE;
            }
            nesting.skip(value, 2);
        }
        return direct;
    }
}
