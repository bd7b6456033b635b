package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.catchment.contract.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body once, front to back, and finds where its events stand; nothing of it is copied but ids. One per request.
 * What breaks the JSON breaks the request; what breaks a rule breaks only the event that does.
 */
final class RequestParser {
    static final byte[] NO_ENVELOPE = {};

    /**
     * Lengths are checked event by event; the parser itself only stops at nesting that would use up memory, which
     * {@link OddJson} then takes out.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.BODY_DEPTH)
                    .maxNameLength(Limits.BODY_BYTES)
                    .maxNumberLength(Limits.BODY_BYTES)
                    .maxStringLength(Limits.BODY_BYTES)
                    .build())
            .build();

    private final byte[] body;
    private final JsonParser parser;
    private final EventReader reader;
    private final List<ParsedEvent> events = new ArrayList<>();
    private final List<Rejection> rejected = new ArrayList<>();
    private int items;

    private RequestParser(byte[] body) throws IOException {
        this.body = body;
        this.parser = JSON.createParser(body);
        this.reader = new EventReader(parser);
    }

    /** A body that is one event, whose type the path says. */
    static ParsedRequest single(Kind kind, byte[] body) throws Refusal {
        return parse(body, parser -> parser.single(kind));
    }

    /** A body with an array of events under {@code batch}. */
    static ParsedRequest batch(byte[] body) throws Refusal {
        return parse(body, RequestParser::batch);
    }

    private interface Shape {
        ParsedRequest read(RequestParser parser) throws IOException, Refusal;
    }

    private static ParsedRequest parse(byte[] body, Shape shape) throws Refusal {
        checkEncoding(body);
        try {
            try {
                return parseOnce(body, shape);
            } catch (JsonProcessingException e) {
                if (!OddJson.mend(body)) {
                    throw e;
                }
                return parseOnce(body, shape);
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(Reason.INVALID_JSON, "the body is not JSON" + where(e.getLocation()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private static ParsedRequest parseOnce(byte[] body, Shape shape) throws IOException, Refusal {
        RequestParser parser = new RequestParser(body);
        try (JsonParser closing = parser.parser) {
            if (closing.nextToken() != JsonToken.START_OBJECT) {
                throw new Refusal(Reason.INVALID_JSON, "the body must be a JSON object");
            }
            ParsedRequest request = shape.read(parser);
            if (closing.nextToken() != null) {
                throw new Refusal(
                        Reason.INVALID_JSON, "the body goes on after its JSON object, at byte " + parser.tokenStart());
            }
            return request;
        }
    }

    private static void checkEncoding(byte[] body) throws Refusal {
        if (body.length == 0) {
            throw new Refusal(Reason.INVALID_JSON, "the body is empty");
        }
        // UTF-16 and UTF-32, which the parser would detect and take, have a zero byte here; JSON in UTF-8 has not.
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw new Refusal(Reason.INVALID_ENCODING, "the body must be UTF-8: byte " + i + " is zero");
            }
        }
        int invalid = Utf8.invalidAt(body);
        if (invalid >= 0) {
            throw new Refusal(Reason.INVALID_ENCODING, "the body is not UTF-8 at byte " + invalid);
        }
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null || location.getByteOffset() < 0
                ? ""
                : " at byte " + location.getByteOffset() + " (line " + location.getLineNr() + ", column "
                        + location.getColumnNr() + ")";
    }

    private ParsedRequest single(Kind kind) throws IOException, Refusal {
        int start = tokenStart();
        EventFields fields = reader.read();
        Problem problem = problem(kind, fields, end() - start);
        if (problem != null) {
            throw Refusal.ofBody(problem.reason(), problem.message(""), fields.writeKey);
        }
        take(kind, fields, start);
        return new ParsedRequest(body, events, rejected, NO_ENVELOPE, fields.writeKey, false);
    }

    private ParsedRequest batch() throws IOException, Refusal {
        EnvelopeReader envelope = new EnvelopeReader(parser, body);
        boolean seen = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("batch")) {
                if (value != JsonToken.START_ARRAY || seen) {
                    throw new Refusal(
                            Reason.BATCH_NOT_ARRAY, seen ? "batch: stands twice" : "batch: must be an array of events");
                }
                seen = true;
                items();
            } else {
                envelope.field(name, value);
            }
        }
        if (!seen) {
            throw Refusal.ofBody(
                    Reason.BATCH_NOT_ARRAY, "batch: is missing: it is the array of events", envelope.writeKey());
        }
        if (items == 0) {
            throw Refusal.ofBody(Reason.EMPTY_BATCH, "batch: is empty", envelope.writeKey());
        }
        return new ParsedRequest(body, events, rejected, envelope.bytes(), envelope.writeKey(), envelope.direct());
    }

    private void items() throws IOException, Refusal {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return;
            }
            if (items == Limits.BATCH_EVENTS) {
                throw new Refusal(Reason.TOO_MANY_EVENTS, "batch: has more than " + Limits.BATCH_EVENTS + " events");
            }
            if (token == JsonToken.START_OBJECT) {
                item();
            } else {
                parser.skipChildren();
                reject(new Problem(Reason.EVENT_NOT_OBJECT, "", "must be an object"));
            }
            items++;
        }
    }

    private void item() throws IOException {
        int start = tokenStart();
        EventFields fields = reader.read();
        Kind kind = EventRules.kind(fields);
        Problem problem = kind == null ? EventRules.unknownType(fields) : problem(kind, fields, end() - start);
        if (kind == null || problem != null) {
            reject(problem == null ? EventRules.unknownType(fields) : problem);
        } else {
            take(kind, fields, start);
        }
    }

    private @Nullable Problem problem(Kind kind, EventFields fields, int length) {
        if (length > Limits.EVENT_BYTES) {
            return new Problem(
                    Reason.EVENT_TOO_LARGE, "", "the event has " + length + " bytes; at most " + Limits.EVENT_BYTES);
        }
        Problem problem = reader.problem();
        return problem == null ? EventRules.check(kind, fields) : problem;
    }

    private void take(Kind kind, EventFields fields, int start) {
        String user = fields.user();
        if (user == null) {
            throw new IllegalStateException("an event without user passed the rules");
        }
        events.add(new ParsedEvent(
                items, kind, start, end() - start, fields.messageIdText, user, fields.writeKey, fields.direct));
    }

    private void reject(Problem problem) {
        rejected.add(new Rejection(items, problem.reason(), problem.message("batch[" + items + "]")));
    }

    /** Offset in the body, of which a leading byte order mark is a part. */
    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Offset behind the token that was read last. */
    private int end() {
        return (int) parser.currentLocation().getByteOffset();
    }
}
