package dev.catchment.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Kind;
import dev.catchment.ingest.SentRequests.Batch;
import dev.catchment.ingest.SentRequests.Item;
import dev.catchment.ingest.SentRequests.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the specification says about a request, worked out on whole trees of its parts: slow, and with nothing of the
 * parser's code. An outcome is a list of lines: the events, the rejected ones, the key, the envelope; or the one refusal.
 */
final class RequestOracle {
    static final JsonMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.BODY_DEPTH)
                            .maxNameLength(Limits.BODY_BYTES)
                            .maxNumberLength(Limits.BODY_BYTES)
                            .maxStringLength(Limits.BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RequestOracle() {}

    static List<String> single(Kind kind, Item item, int offset) {
        JsonNode event = tree(item.text());
        if (!event.isObject()) {
            return refused(Reason.INVALID_JSON);
        }
        Optional<Reason> problem = overLimit(item).or(() -> EventOracle.brokenRule(kind, event));
        return problem.map(RequestOracle::refused)
                .orElseGet(() -> List.of(
                        event(0, kind, offset, item.length(), event),
                        key(EventOracle.text(event, "writeKey")),
                        envelope(TREES.createObjectNode(), false)));
    }

    static List<String> batch(Batch sent) {
        List<String> lines = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        boolean seen = false;
        for (Member member : sent.members()) {
            Optional<Reason> refusal = refusal(member, seen);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            seen |= member.name().equals("batch");
            for (int i = 0; i < member.items().size(); i++) {
                item(i, member.items().get(i), sent.offsets().get(i), lines, rejected);
            }
        }
        if (lines.isEmpty() && rejected.isEmpty()) {
            return refused(Reason.EMPTY_BATCH);
        }
        lines.addAll(rejected);
        lines.add(key(last(sent, "writeKey").filter(JsonNode::isTextual).map(JsonNode::textValue)));
        lines.add(
                envelope(envelopeOf(sent), EventOracle.direct(envelopeOf(sent)).orElse(false)));
        return lines;
    }

    private static void item(int index, Item item, int offset, List<String> events, List<String> rejected) {
        JsonNode event = tree(item.text());
        Optional<Reason> problem = EventOracle.notOfAnyKind(event)
                .or(() -> overLimit(item))
                .or(() -> EventOracle.brokenRule(EventOracle.kind(event), event));
        if (problem.isPresent()) {
            rejected.add(rejection(index, problem.get()));
        } else {
            events.add(event(index, EventOracle.kind(event), offset, item.length(), event));
        }
    }

    private static Optional<Reason> refusal(Member member, boolean seen) {
        boolean array = member.value().isEmpty();
        JsonNode value = array ? TREES.createArrayNode() : tree(member.value());
        return switch (member.name()) {
            case "batch" ->
                (array || (value.isArray() && value.isEmpty())) && !seen
                        ? Optional.empty()
                        : Optional.of(Reason.BATCH_NOT_ARRAY);
            case "context" ->
                saysNothing(value) || value.isObject() ? Optional.empty() : Optional.of(Reason.CONTEXT_NOT_OBJECT);
            case "integrations" ->
                saysNothing(value) || value.isObject() ? Optional.empty() : Optional.of(Reason.INTEGRATIONS_NOT_OBJECT);
            default -> Optional.empty();
        };
    }

    private static boolean saysNothing(JsonNode value) {
        return value.isNull() || (value.isArray() && value.isEmpty());
    }

    private static Optional<Reason> overLimit(Item item) {
        return item.length() > Limits.EVENT_BYTES ? Optional.of(Reason.EVENT_TOO_LARGE) : item.breaks();
    }

    private static Optional<JsonNode> last(Batch sent, String name) {
        return sent.members().reversed().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .map(member -> tree(member.value()));
    }

    private static String event(int index, Kind kind, int offset, int length, JsonNode event) {
        String user = EventOracle.says(event, "anonymousId") ? "anonymousId" : "userId";
        return eventLine(
                index,
                kind,
                offset,
                length,
                EventOracle.text(event, "messageId"),
                EventOracle.text(event, user),
                EventOracle.text(event, "writeKey"),
                EventOracle.direct(event));
    }

    private static String eventLine(Object... parts) {
        return List.of(parts).toString();
    }

    static String eventLine(ParsedEvent event) {
        return eventLine(
                event.index(),
                event.kind(),
                event.offset(),
                event.length(),
                Optional.ofNullable(event.messageId()),
                Optional.of(event.user()),
                Optional.ofNullable(event.writeKey()),
                Optional.ofNullable(event.direct()));
    }

    static String rejection(int index, Reason reason) {
        return index + " " + reason;
    }

    static List<String> refused(Reason reason) {
        return List.of("refused: " + reason);
    }

    static String key(Optional<String> key) {
        return "key: " + key;
    }

    private static ObjectNode envelopeOf(Batch sent) {
        ObjectNode envelope = TREES.createObjectNode();
        last(sent, "sentAt").filter(JsonNode::isTextual).ifPresent(value -> envelope.set("sentAt", value));
        last(sent, "context").filter(JsonNode::isObject).ifPresent(value -> envelope.set("context", value));
        last(sent, "integrations").filter(JsonNode::isObject).ifPresent(value -> envelope.set("integrations", value));
        return envelope;
    }

    static String envelope(JsonNode tree, boolean direct) {
        return "envelope: " + tree + (direct ? ", direct" : "");
    }

    static JsonNode tree(String text) {
        try {
            return TREES.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
