package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests as text, made so that it is known where each event stands and which of them go over a limit: keys that stand
 * twice or are written with escapes, every kind of value under every name, values at the limits and beyond, white space,
 * a byte order mark.
 */
final class SentRequests {
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
            "x",
            "\\u0074ype",
            "user\\u0049d",
            "ü",
            "\\\"");

    private static final List<String> NEUTRAL = List.of("x", "ü", "integrations", "timestamp", "\\u0000");

    private static final List<String> CONTEXTS = List.of(
            "{\"direct\" : true}",
            "{\"a\":[1.50],\"direct\":false,\"d\\u0069rect\":true}",
            "{\"a\":{\"direct\":true},\"direct\":\"true\"}",
            "{\"b\":{\"direct\":true}}",
            "{ }",
            "[ ]",
            "null");

    /** Members that just fit, and members that do not, with the reason. */
    private static final List<Extreme> EXTREMES = List.of(
            fits("\"x\":" + nested("[", "]", 63)),
            fits("\"x\":" + nested("{\"x\":", "}", 62, "{}")),
            fits("\"x\":" + "7".repeat(100)),
            fits("\"x\":[1e999,-0.1E-999,1e+007,-0,-0.0]"),
            fits("\"" + "n".repeat(1024) + "\":{}"),
            fits("\"x\":{\"" + "\\u20ac".repeat(341) + "n\":1}"),
            fits("\"messageId\":\"" + "m".repeat(100) + "\""),
            fits("\"messageId\":\"" + "\uD83D\uDE00".repeat(50) + "\""),
            fits("\"messageId\":\"" + "m".repeat(101) + "\""), // a rule, which the tree shows
            breaks(Reason.EVENT_TOO_DEEP, "\"x\":" + nested("[", "]", 64)),
            breaks(Reason.EVENT_TOO_DEEP, "\"properties\":" + nested("{\"x\":[", "]}", 32)),
            breaks(Reason.EVENT_TOO_DEEP, "\"userId\":" + nested("[", "]", 300)),
            breaks(Reason.NUMBER_TOO_LONG, "\"x\":" + "7".repeat(101)),
            breaks(Reason.NUMBER_TOO_LONG, "\"x\":{\"x\":[-0.1E-1000]}"),
            breaks(Reason.NUMBER_TOO_LONG, "\"anonymousId\":1e0001"),
            breaks(Reason.NAME_TOO_LONG, "\"" + "n".repeat(1025) + "\":{}"),
            breaks(Reason.NAME_TOO_LONG, "\"x\":[{\"" + "\\u20ac".repeat(342) + "\":1}]"));

    private SentRequests() {}

    private record Extreme(String member, Optional<Reason> breaks) {}

    /**
     * A value where an event belongs.
     *
     * @param breaks the limit that it goes over, its length apart
     */
    record Item(String text, Optional<Reason> breaks) {
        int length() {
            return utf8(text).length;
        }
    }

    /**
     * A member of a batch's body.
     *
     * @param items of a member that is an array of events, else empty
     */
    record Member(String name, String value, List<Item> items) {}

    /**
     * A whole body.
     *
     * @param offsets of its items, in their order
     */
    record Batch(byte[] bytes, List<Member> members, List<Integer> offsets) {}

    /** A body that is one event. */
    record Single(byte[] bytes, Item item, int offset) {}

    static Arbitrary<Single> singles() {
        return Combinators.combine(items(), space(), space(), mark())
                .as((item, before, after, mark) ->
                        new Single(utf8(mark + before + item.text() + after), item, utf8(mark + before).length));
    }

    static Arbitrary<Batch> batches() {
        Arbitrary<Member> other = Combinators.combine(Arbitraries.of("context", "integrations", "x"), envelopeValues())
                .as((name, value) -> new Member(name, value, List.of()));
        Arbitrary<Member> scalar = Combinators.combine(Arbitraries.of("sentAt", "writeKey"), values(0))
                .as((name, value) -> new Member(name, value, List.of()));
        Arbitrary<Member> batch = items().list().ofMinSize(1).ofMaxSize(4).map(items -> new Member("batch", "", items));
        Arbitrary<Member> notBatch = values(0).map(value -> new Member("batch", value, List.of()));
        Arbitrary<List<Member>> members = Combinators.combine(
                        Arbitraries.oneOf(other, scalar).list().ofMaxSize(4),
                        Arbitraries.frequencyOf(
                                Tuple.of(20, batch), Tuple.of(1, Arbitraries.just(new Member("batch", "", List.of())))),
                        Arbitraries.frequencyOf(
                                Tuple.of(20, Arbitraries.just(List.<Member>of())),
                                Tuple.of(1, batch.list().ofSize(1)),
                                Tuple.of(1, notBatch.list().ofSize(1))),
                        Arbitraries.integers().between(0, 4))
                .as((others, first, second, at) -> {
                    List<Member> all = new ArrayList<>(others);
                    all.add(Math.min(at, all.size()), first);
                    all.addAll(second);
                    return all;
                });
        return Combinators.combine(members, space(), mark()).as(SentRequests::batch);
    }

    private static Batch batch(List<Member> members, String space, String mark) {
        StringBuilder text = new StringBuilder(mark + space + "{");
        List<Integer> offsets = new ArrayList<>();
        for (Member member : members) {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",").append(space);
            text.append('"').append(member.name()).append('"').append(space).append(':');
            if (!member.value().isEmpty()) {
                text.append(space).append(member.value()).append(space);
                continue;
            }
            text.append('[').append(space);
            for (int i = 0; i < member.items().size(); i++) {
                text.append(i == 0 ? "" : ",").append(space);
                offsets.add(utf8(text.toString()).length);
                text.append(member.items().get(i).text()).append(space);
            }
            text.append(']');
        }
        return new Batch(utf8(text + "}" + space), members, offsets);
    }

    private static Arbitrary<Item> items() {
        Arbitrary<Item> other = values(2).map(value -> new Item(value, Optional.empty()));
        return Arbitraries.frequencyOf(Tuple.of(9, events()), Tuple.of(1, other));
    }

    private static Arbitrary<Item> events() {
        Arbitrary<String> base = Combinators.combine(Arbitraries.of(Kind.values()), Arbitraries.of(true, true, false))
                .as((kind, whole) -> "\"type\":\"" + kind.wireName() + "\""
                        + (whole ? ",\"event\":\"E\",\"userId\":\"u\",\"groupId\":\"g\"" : ""));
        // Most members under names that no rule looks at, or hardly an event would be whole.
        Arbitrary<String> names =
                Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.of(NAMES)), Tuple.of(2, Arbitraries.of(NEUTRAL)));
        Arbitrary<String> member = Combinators.combine(names, values(2), space())
                .as((name, value, space) -> "\"" + name + "\"" + space + ":" + space + value);
        Arbitrary<String> context =
                Arbitraries.oneOf(Arbitraries.of(CONTEXTS), values(1)).map(value -> "\"context\":" + value);
        Arbitrary<List<String>> others = Arbitraries.frequencyOf(Tuple.of(4, member), Tuple.of(1, context))
                .list()
                .ofMaxSize(6);
        Arbitrary<Extreme> last = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(fits("\"x\":1"))), Tuple.of(1, Arbitraries.of(EXTREMES)));
        // To the largest size, and one byte over it.
        Arbitrary<Integer> padTo = Arbitraries.frequency(
                Tuple.of(30, 0), Tuple.of(1, Limits.EVENT_BYTES), Tuple.of(1, Limits.EVENT_BYTES + 1));
        return Combinators.combine(base, others, last, space(), padTo).as((first, members, extreme, space, size) -> {
            List<String> all = new ArrayList<>(List.of(first));
            all.addAll(members);
            // Last, so that no member of the same name hides it.
            all.add(extreme.member());
            String text = "{" + space + String.join("," + space, all) + space + "}";
            int missing = size - utf8(text).length - ",\"pad\":\"\"".length();
            String pad = missing < 0 ? "" : ",\"pad\":\"" + "p".repeat(missing) + "\"";
            return new Item(text.substring(0, text.length() - 1) + pad + "}", extreme.breaks());
        });
    }

    /** Mostly what context and integrations may be. */
    private static Arbitrary<String> envelopeValues() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.of(CONTEXTS)),
                Tuple.of(1, values(1)),
                Tuple.of(1, Arbitraries.of("\"2026-01-02T03:04:05.678Z\"")));
    }

    private static Arbitrary<String> mark() {
        return Arbitraries.of("", "", "", "\uFEFF");
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
                "\"\\ud83d\\ude00\\u0000\"",
                "\"\\ud83d\"",
                "\"track\"",
                "\"p\\u0061ge\"",
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
                        Combinators.combine(Arbitraries.of(NAMES), inner, inner)
                                .as((n, v, w) -> "{\"" + n + "\" :" + v + ",\"" + n + "\":" + w + "}")));
    }

    private static Extreme fits(String member) {
        return new Extreme(member, Optional.empty());
    }

    private static Extreme breaks(Reason reason, String member) {
        return new Extreme(member, Optional.of(reason));
    }

    private static String nested(String open, String close, int times, String... within) {
        return open.repeat(times) + String.join("", within) + close.repeat(times);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
