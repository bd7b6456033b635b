package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps what a batch says about all of its events, as the bytes of an encoded {@code Envelope}, and its write key. */
final class EnvelopeReader {
    private final JsonParser parser;
    private final byte[] body;
    private final Nesting nesting;

    private @Nullable Slice sentAt;
    private @Nullable Slice context;
    private @Nullable Slice integrations;
    private @Nullable String writeKey;
    private boolean direct;

    /** A value as the client wrote it. */
    private record Slice(int offset, int length) {}

    EnvelopeReader(JsonParser parser, byte[] body) {
        this.parser = parser;
        this.body = body;
        this.nesting = new Nesting(parser);
    }

    /** Takes the field whose value begins with the current token. The last one of a name counts. */
    void field(String name, JsonToken value) throws IOException, Refusal {
        switch (name) {
            case "writeKey" -> writeKey = value == JsonToken.VALUE_STRING ? parser.getText() : null;
            case "sentAt" -> sentAt = value == JsonToken.VALUE_STRING ? slice() : null;
            case "context" -> {
                direct = false;
                context = object(value, Reason.CONTEXT_NOT_OBJECT, "context");
            }
            case "integrations" -> integrations = object(value, Reason.INTEGRATIONS_NOT_OBJECT, "integrations");
            default -> {}
        }
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        }
    }

    @Nullable String writeKey() {
        return writeKey;
    }

    /** Whether the batch's context says {@code direct: true}. */
    boolean direct() {
        return direct;
    }

    byte[] bytes() throws Refusal {
        if (sentAt == null && context == null && integrations == null) {
            return RequestParser.NO_ENVELOPE;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        append(out, "sentAt", sentAt);
        append(out, "context", context);
        append(out, "integrations", integrations);
        out.write('}');
        if (out.size() > Limits.ENVELOPE_BYTES) {
            throw new Refusal(
                    Reason.ENVELOPE_TOO_LARGE,
                    "context, integrations and sentAt of the batch have " + out.size() + " bytes together; at most "
                            + Limits.ENVELOPE_BYTES);
        }
        return out.toByteArray();
    }

    private void append(ByteArrayOutputStream out, String name, @Nullable Slice value) {
        if (value != null) {
            out.write(out.size() == 0 ? '{' : ',');
            out.writeBytes(("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII));
            out.write(body, value.offset(), value.length());
        }
    }

    /** Null, and the empty array that PHP writes for an empty map, say nothing. */
    private @Nullable Slice object(JsonToken value, Reason reason, String name) throws IOException, Refusal {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int within = step(value, name);
        Problem problem = nesting.problem();
        if (problem != null) {
            throw new Refusal(problem.reason(), problem.message(name));
        }
        if (value == JsonToken.START_ARRAY && within == 0) {
            return null;
        }
        if (value != JsonToken.START_OBJECT) {
            throw new Refusal(reason, name + ": must be an object");
        }
        return new Slice(start, end() - start);
    }

    /** @return as {@link Nesting#skip} */
    private int step(JsonToken value, String name) throws IOException {
        if (value != JsonToken.START_OBJECT || !name.equals("context")) {
            return nesting.skip(value, 1);
        }
        direct = Boolean.TRUE.equals(new ContextReader(parser, nesting).read(value));
        return 1;
    }

    private Slice slice() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        return new Slice(start, end() - start);
    }

    private int end() {
        return (int) parser.currentLocation().getByteOffset();
    }
}
