package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.catchment.contract.EventLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Steps over values and watches what every reader of the event has to cope with: depth, long names, long numbers. Keeps
 * the first problem of an event and reads on, so that the events behind it are found.
 */
final class Nesting {
    /** A name of this many UTF-16 units cannot take more bytes than a name may have. */
    private static final int SURELY_SHORT = Limits.NAME_BYTES / 3;

    private final JsonParser parser;
    private @Nullable Problem problem;

    Nesting(JsonParser parser) {
        this.parser = parser;
    }

    void reset() {
        problem = null;
    }

    /** The first problem since the last reset. */
    @Nullable Problem problem() {
        return problem;
    }

    /** Checks the name that is the current token. */
    void name() throws IOException {
        String name = parser.currentName();
        if (name.length() > SURELY_SHORT && problem == null && Utf8.length(name) > Limits.NAME_BYTES) {
            problem = new Problem(
                    Reason.NAME_TOO_LONG,
                    "",
                    "the name that begins with \"" + name.substring(0, 20) + "\" has more than " + Limits.NAME_BYTES
                            + " bytes");
        }
    }

    /** Checks the number that is the current token. */
    void number() throws IOException {
        boolean fits =
                EventLimits.numberFits(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (!fits && problem == null) {
            String name = parser.currentName();
            problem = new Problem(
                    Reason.NUMBER_TOO_LONG,
                    name == null ? "" : name,
                    "a number has more than 100 characters or an exponent of more than three digits");
        }
    }

    /**
     * Steps over the value that begins with the current token.
     *
     * @param around objects and arrays that it stands in, the event itself included
     * @return how many tokens were within it: 0 for an empty array
     */
    int skip(JsonToken first, int around) throws IOException {
        if (first.isNumeric()) {
            number();
        }
        if (!first.isStructStart()) {
            return 0;
        }
        int depth = 1;
        int deepest = 1;
        int within = -1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            within++;
            switch (token) {
                case START_OBJECT, START_ARRAY -> deepest = Math.max(deepest, ++depth);
                case END_OBJECT, END_ARRAY -> depth--;
                case FIELD_NAME -> name();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                default -> {}
            }
        }
        if (around + deepest > Limits.DEPTH && problem == null) {
            problem = new Problem(
                    Reason.EVENT_TOO_DEEP, "", "nested deeper than " + Limits.DEPTH + " objects and arrays");
        }
        return within;
    }
}
