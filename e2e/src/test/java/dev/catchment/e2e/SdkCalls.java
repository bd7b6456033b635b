package dev.catchment.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.frame.EventTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that an SDK is asked to make, as the arguments of its methods. Users take turns, so that one round holds one
 * call of each; {@code n} inside counts a user's calls.
 */
final class SdkCalls {
    private static final List<String> TYPES = List.of("track", "identify", "page", "screen", "group", "track", "alias");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final String prefix;
    private final int users;
    private final boolean anyNumber;

    private SdkCalls(String prefix, int users, boolean anyNumber) {
        this.prefix = prefix;
        this.users = users;
        this.anyNumber = anyNumber;
    }

    /** With numbers of any size, and without nulls, which the SDK's JSON library leaves out. */
    static List<ObjectNode> forJava(int count, int users) {
        return new SdkCalls("java", users, true).make(count);
    }

    /** With the numbers that JavaScript has. */
    static List<ObjectNode> forNode(int count, int users) {
        return new SdkCalls("node", users, false).make(count);
    }

    private List<ObjectNode> make(int count) {
        List<ObjectNode> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(i));
        }
        return calls;
    }

    private ObjectNode call(int i) {
        String type = TYPES.get((i / users) % TYPES.size());
        ObjectNode call = ContractJson.EVENTS.createObjectNode();
        call.put("type", type);
        call.put("messageId", "%s-%06d".formatted(prefix, i));
        call.put("userId", prefix + "-user-" + i % users);
        call.put("timestamp", EventTime.format(START.plusMillis(i)));
        switch (type) {
            case "track" -> call.put("event", "Ordered ✓ " + i % 7).set("properties", details(i));
            case "page", "screen" -> call.put("name", "Näme " + i % 5).set("properties", details(i));
            case "identify" -> call.set("traits", details(i));
            case "group" -> call.put("groupId", "g-" + i % 11).set("traits", details(i));
            default -> call.put("previousId", "before-" + i);
        }
        call.putObject("context").put("n", i / users).putObject("campaign").put("name", "été \"5\" \\ \u2028");
        return call;
    }

    private ObjectNode details(int i) {
        ObjectNode details = ContractJson.EVENTS.createObjectNode();
        details.put("unicode", "žluťoučký 🐎 \u0000\u001f </script> " + i);
        details.put("empty", "")
                .put("yes", true)
                .put("no", false)
                .put("zero", 0)
                .put("negative", -i);
        details.put("price", new BigDecimal("19.99")).put("tiny", new BigDecimal("0.1234567890123456"));
        details.put("safe", 9_007_199_254_740_991L);
        if (anyNumber) {
            details.put("long", Long.MAX_VALUE - i).put("big", new BigInteger("123456789012345678901234567890"));
            details.put("decimal", new BigDecimal("3.14159265358979323846264338327950288"));
        } else {
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
}
