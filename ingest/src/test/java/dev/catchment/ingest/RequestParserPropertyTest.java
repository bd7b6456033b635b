package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What the parser finds in one pass is what a plain tree says. */
class RequestParserPropertyTest {
    private static final List<String> NAMES = List.of(
            "type",
            "messageId",
            "userId",
            "anonymousId",
            "groupId",
            "event",
            "name",
            "category",
            "properties",
            "traits",
            "writeKey",
            "context",
            "direct",
            "x",
            "\\u0074ype",
            "ü",
            "\\\"");

    @Property(tries = 3000)
    void aBatchIsReadAsATreeReadsIt(@ForAll("batches") String body) throws Exception {
        // Given
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JsonNode tree = ContractJson.EVENTS.readTree(bytes);

        // When
        ParsedRequest request = RequestParser.batch(bytes);

        // Then
        List<String> found = new ArrayList<>();
        for (ParsedEvent event : request.events()) {
            byte[] slice = Arrays.copyOfRange(bytes, event.offset(), event.offset() + event.length());
            assertThat(ContractJson.EVENTS.readTree(slice))
                    .isEqualTo(tree.get("batch").get(event.index()));
            found.add(event.index() + " " + event.kind() + " " + event.messageId() + " " + event.user() + " "
                    + event.writeKey() + " " + event.direct());
        }
        request.rejected().forEach(r -> found.add(r.index() + " " + r.reason()));
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected(tree.get("batch")));
        assertThat(request.writeKey()).isEqualTo(text(tree.get("writeKey")));
        assertThat(request.direct())
                .isEqualTo(tree.path("context").path("direct").asBoolean());
    }

    private static List<String> expected(JsonNode batch) {
        List<String> expected = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            JsonNode event = batch.get(index);
            Optional<Reason> reason = reason(event);
            String user = says(event, "anonymousId") ? text(event.get("anonymousId")) : text(event.get("userId"));
            String messageId = says(event, "messageId") ? text(event.get("messageId")) : null;
            String writeKey = says(event, "writeKey") ? text(event.get("writeKey")) : null;
            JsonNode direct = event.path("context").get("direct");
            expected.add(reason.map(Object::toString)
                    .orElse(event.path("type").asText().toUpperCase(Locale.ROOT) + " " + messageId + " " + user + " "
                            + writeKey + " " + (direct == null ? null : direct.isBoolean() && direct.booleanValue())));
            expected.set(index, index + " " + expected.get(index));
        }
        return expected;
    }

    private static Optional<Reason> reason(JsonNode event) {
        if (!event.isObject()) {
            return Optional.of(Reason.EVENT_NOT_OBJECT);
        }
        if (!says(event, "type")) {
            return Optional.of(Reason.TYPE_NOT_DEFINED);
        }
        Optional<Kind> kind = event.get("type").isTextual()
                ? Kind.ofWireName(event.get("type").textValue())
                : Optional.empty();
        if (kind.isEmpty()) {
            return Optional.of(Reason.TYPE_UNKNOWN);
        }
        if (wrongId(event, "userId") || wrongId(event, "anonymousId")) {
            return Optional.of(Reason.ID_NOT_STRING);
        }
        if (!says(event, "userId") && !says(event, "anonymousId")) {
            return Optional.of(Reason.NO_USER_ANON_ID);
        }
        if (notText(event, "messageId")) {
            return Optional.of(Reason.ID_NOT_STRING);
        }
        return ofKind(kind.get(), event);
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

    private static boolean says(JsonNode event, String field) {
        return event.hasNonNull(field)
                && !(event.get(field).isTextual()
                        && event.get(field).textValue().isEmpty());
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

    private static String text(JsonNode node) {
        return node != null && (node.isTextual() || node.isNumber()) ? node.asText() : null;
    }

    @Provide
    Arbitrary<String> batches() {
        Arbitrary<String> field = Combinators.combine(Arbitraries.of(NAMES), values(2), space())
                .as((n, v, s) -> "\"" + n + "\"" + s + ":" + s + v);
        Arbitrary<String> type = Arbitraries.of(Kind.values()).map(kind -> "\"type\":\"" + kind.wireName() + "\"");
        Arbitrary<String> object = Combinators.combine(type, field.list().ofMaxSize(8), space())
                .as((t, fields, s) ->
                        "{" + s + t + fields.stream().map(f -> s + "," + s + f).reduce("", String::concat) + s + "}");
        Arbitrary<String> item = Arbitraries.frequencyOf(Tuple.of(9, object), Tuple.of(1, values(2)));
        Arbitrary<String> context = Arbitraries.of(
                "",
                ",\"context\":{\"direct\":true}",
                ",\"context\":{\"a\":{\"direct\":true},\"direct\":false,\"b\":[ ]}");
        return Combinators.combine(item.list().ofMinSize(1).ofMaxSize(5), space(), Arbitraries.of(true, false), context)
                .as((items, s, keyFirst, said) -> {
                    String key = "\"writeKey\":" + s + "\"k\"" + said;
                    String batch = "\"batch\":" + s + "[" + s + String.join(s + "," + s, items) + s + "]";
                    return s + "{" + (keyFirst ? key + "," + batch : batch + s + "," + key) + "}" + s;
                });
    }

    private static Arbitrary<String> space() {
        return Arbitraries.of("", "", " ", "\n", "\t \r\n");
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "-12.50",
                "9007199254740993",
                "\"\"",
                "\"u\"",
                "\"ü\\u20ac\\\\\\\"\"",
                "\"\uD83D\uDE00]}\"",
                "\"track\"",
                "\"page\"",
                "[]",
                "{}",
                "[ ]",
                "{ }");
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> inner = values(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(8, scalar),
                Tuple.of(1, inner.list().ofMaxSize(3).map(list -> "[" + String.join(", ", list) + "]")),
                Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.of(NAMES), inner).as((n, v) -> "{\"" + n + "\" :" + v + "}")));
    }
}
