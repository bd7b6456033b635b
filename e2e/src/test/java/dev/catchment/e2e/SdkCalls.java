package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.frame.EventTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The calls that an SDK is asked to make, as the arguments of its methods. Users take turns, so that one round holds one
 * call of each; {@code n} inside counts a user's calls, and every call carries its own name in a field that any SDK
 * passes on.
 */
final class SdkCalls {
    private static final List<String> TYPES = List.of("track", "identify", "page", "screen", "group", "track", "alias");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final String prefix;
    private final int users;
    private final Values values;

    /** What an SDK passes on as it is, beyond texts, truth values and numbers that fit into a double. */
    enum Values {
        JAVA,
        JAVASCRIPT,
        PYTHON,
        KOTLIN,
        GO;

        private boolean include(Extra extra) {
            return switch (this) {
                // Gson leaves nulls out.
                case JAVA -> extra != Extra.NULL;
                case JAVASCRIPT -> extra == Extra.NULL;
                case PYTHON -> extra != Extra.LONG_DECIMAL;
                case KOTLIN -> extra == Extra.LONG || extra == Extra.NULL;
                case GO -> true;
            };
        }
    }

    private enum Extra {
        LONG,
        BIG_INTEGER,
        LONG_DECIMAL,
        NULL
    }

    private SdkCalls(String prefix, int users, Values values) {
        this.prefix = prefix;
        this.users = users;
        this.values = values;
    }

    /** With a messageId of the application's own. */
    static List<ObjectNode> withMessageIds(String prefix, Values values, int count, int users) {
        List<ObjectNode> calls = of(prefix, values, count, users);
        for (int i = 0; i < count; i++) {
            calls.get(i).put("messageId", name(prefix, i));
        }
        return calls;
    }

    static List<ObjectNode> of(String prefix, Values values, int count, int users) {
        SdkCalls maker = new SdkCalls(prefix, users, values);
        List<ObjectNode> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(maker.call(i));
        }
        return calls;
    }

    /**
     * Those of one person on one device, as an SDK for apps takes them: it is told who that is and keeps it, knows no
     * pages and no other time than now, and adds the context by itself.
     */
    static List<ObjectNode> ofAnApp(String prefix, int count) {
        SdkCalls maker = new SdkCalls(prefix, 1, Values.KOTLIN);
        List<ObjectNode> calls = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            ObjectNode call = maker.call(
                    i, List.of("identify", "track", "screen", "group").get(i % 4), prefix + "-user");
            if (!call.get("type").asText().equals("identify")) {
                call.remove("userId");
            }
            calls.add(call);
        }
        calls.add(ContractJson.EVENTS.createObjectNode().put("type", "alias").put("userId", name(prefix, count - 1)));
        return calls;
    }

    private static String name(String prefix, int i) {
        return "%s-%06d".formatted(prefix, i);
    }

    private ObjectNode call(int i) {
        ObjectNode call = call(i, TYPES.get((i / users) % TYPES.size()), prefix + "-user-" + i % users);
        call.put("timestamp", EventTime.format(START.plusMillis(i)));
        call.putObject("context").put("n", i / users).putObject("campaign").put("name", "été \"5\" \\ \u2028");
        return call;
    }

    private ObjectNode call(int i, String type, String user) {
        ObjectNode call = ContractJson.EVENTS.createObjectNode();
        call.put("type", type);
        call.put("userId", user);
        switch (type) {
            case "track" -> call.put("event", "Ordered ✓ " + i % 7).set("properties", details(i));
            case "page", "screen" -> call.put("name", "Näme " + i % 5).set("properties", details(i));
            case "identify" -> call.set("traits", details(i));
            case "group" -> call.put("groupId", "g-" + i % 11).set("traits", details(i));
            default -> call.put("previousId", name(prefix, i));
        }
        return call;
    }

    private ObjectNode details(int i) {
        ObjectNode details = ContractJson.EVENTS.createObjectNode();
        details.put("call", name(prefix, i));
        details.put("unicode", "žluťoučký 🐎 \u0000\u001f </script> " + i);
        details.put("empty", "")
                .put("yes", true)
                .put("no", false)
                .put("zero", 0)
                .put("negative", -i);
        details.put("price", new BigDecimal("19.99")).put("tiny", new BigDecimal("0.1234567890123456"));
        details.put("safe", 9_007_199_254_740_991L);
        if (values.include(Extra.LONG)) {
            details.put("long", Long.MAX_VALUE - i);
        }
        if (values.include(Extra.BIG_INTEGER)) {
            details.put("big", new BigInteger("123456789012345678901234567890"));
        }
        if (values.include(Extra.LONG_DECIMAL)) {
            details.put("decimal", new BigDecimal("3.14159265358979323846264338327950288"));
        }
        if (values.include(Extra.NULL)) {
            details.putNull("nothing");
        }
        ArrayNode products = details.putArray("products");
        products.addObject()
                .put("sku", "a.b-" + i)
                .putObject("deep")
                .putArray("er")
                .add(1)
                .add("two");
        products.addObject();
        return details;
    }

    /** The name of the call that an event comes from, or that a call has; empty if it is not one of these calls. */
    static String nameOf(JsonNode event) {
        return Stream.of("/properties/call", "/traits/call", "/previousId", "/userId")
                .map(place -> event.at(place).asText())
                .filter(text -> text.matches(".*-[0-9]{6}"))
                .findFirst()
                .orElse("");
    }

    /** Everything that was said in the call is in the event, number by number as it was written. */
    static void assertUnaltered(JsonNode call, JsonNode event) {
        for (Map.Entry<String, JsonNode> said : call.properties()) {
            switch (said.getKey()) {
                case "timestamp" ->
                    assertThat(EventTime.parse(event.get("originalTimestamp")))
                            .as("originalTimestamp of " + event)
                            .isEqualTo(EventTime.parse(said.getValue()));
                case "context" ->
                    said.getValue().properties().forEach(field -> assertThat(
                                    event.get("context").get(field.getKey()))
                            .isEqualTo(field.getValue()));
                default ->
                    assertThat(event.get(said.getKey()))
                            .as(said.getKey() + " of " + nameOf(call))
                            .isEqualTo(said.getValue());
            }
        }
    }
}
