package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.JsonValues;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.filter.ClientSide;
import dev.catchment.filter.Decision;
import dev.catchment.filter.Filters;
import dev.catchment.mapping.JsonText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A composed event (see {@link dev.catchment.contract.frame.EventComposer}) with what the frame says about it. What a
 * filter takes out of the JSON does not change the rest: source, kind, messageId, receivedAt and user key are the
 * event's identity.
 */
public final class Event {
    private final ObjectNode json;
    private final String source;
    private final Kind kind;
    private final String messageId;
    private final Instant receivedAt;
    private final Hash128 userKey;
    private @Nullable Map<String, Object> values;
    private @Nullable Event forDestinations;
    private byte @Nullable [] utf8;
    private @Nullable Judgement judgement;

    /** @param json never changed from now on, by anybody */
    public Event(ObjectNode json, String source, Kind kind, String messageId, Instant receivedAt, Hash128 userKey) {
        this.json = json;
        this.source = source;
        this.kind = kind;
        this.messageId = messageId;
        this.receivedAt = receivedAt;
        this.userKey = userKey;
    }

    /** For events that come from no frame: identity is read from the composed event itself. */
    public static Event of(ObjectNode json, String source, Instant receivedAt) {
        Kind kind = Kind.ofWireName(json.path("type").asText())
                .orElseThrow(() -> new IllegalArgumentException("the event's type is none of the six calls"));
        String messageId = json.path("messageId").asText();
        if (messageId.isEmpty()) {
            throw new IllegalArgumentException("the event has no messageId");
        }
        JsonNode anonymousId = json.path("anonymousId");
        String user = anonymousId.asText("").isEmpty() ? json.path("userId").asText() : anonymousId.asText();
        return new Event(json, source, kind, messageId, receivedAt, new Hash128.Hasher(source).hash(user));
    }

    /** The event as JSON; not to be changed. */
    public ObjectNode json() {
        return json;
    }

    /** The same as an immutable map of CEL values, converted when asked for. */
    public Map<String, Object> values() {
        Map<String, Object> view = values;
        if (view == null) {
            view = JsonValues.view(json);
            values = view;
        }
        return view;
    }

    /** The JSON as text, written once for everybody who sends or stores it; not to be changed. */
    public byte[] utf8() {
        byte[] written = utf8;
        if (written == null) {
            written = JsonText.utf8(json);
            utf8 = written;
        }
        return written;
    }

    /** What filters said about the event. One object, so that threads that share the event see both or nothing. */
    private record Judgement(Filters filters, Decision decision) {}

    /** What these filters said, if they were the last ones that were asked; else null. */
    @SuppressWarnings("ReferenceEquality") // destinations that the same filters cover share one object
    public @Nullable Decision judged(Filters filters) {
        Judgement last = judgement;
        return last != null && last.filters() == filters ? last.decision() : null;
    }

    /** Remembers what the filters say, for the other destinations that they cover. */
    public void judge(Filters filters, Decision decision) {
        judgement = new Judgement(filters, decision);
    }

    /**
     * The event as conditions, mappings and destinations see it: without {@code _metadata}. Made once for all
     * destinations, and no other object where there is none.
     */
    public Event forDestinations() {
        Event seen = forDestinations;
        if (seen == null) {
            seen = ClientSide.hasMetadata(json) ? withJson(ClientSide.withoutMetadata(json)) : this;
            forDestinations = seen;
        }
        return seen;
    }

    /** The same event with other content. */
    public Event withJson(ObjectNode changed) {
        return new Event(changed, source, kind, messageId, receivedAt, userKey);
    }

    /** Name of the Source it came from. */
    public String source() {
        return source;
    }

    public Kind kind() {
        return kind;
    }

    public String messageId() {
        return messageId;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** Events with the same key are one user's: their order matters. */
    public Hash128 userKey() {
        return userKey;
    }

    /** Names the event, not its content. */
    @Override
    public String toString() {
        return kind.wireName() + " " + messageId + " of " + source;
    }
}
