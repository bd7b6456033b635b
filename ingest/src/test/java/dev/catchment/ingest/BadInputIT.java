package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that no SDK should send: each gets one clear answer, on a connection that goes on, and nobody else notices. */
class BadInputIT {
    @TempDir
    private static Path folder;

    private static IngestFixture hub;
    private static Neighbour neighbour;

    @BeforeAll
    static void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        neighbour = new Neighbour(hub);
    }

    @AfterAll
    static void stop() throws Exception {
        neighbour.close();
        hub.close();
    }

    /**
     * @param code of the refusal; empty: the body is taken
     * @param stored the messageIds of what is taken of it
     */
    private record Body(String name, String path, byte[] bytes, String encoding, String code, List<String> stored) {
        static Body refused(String name, String path, byte[] bytes, String code) {
            return new Body(name, path, bytes, "", code, List.of());
        }

        static Body refused(String name, String path, String text, String code) {
            return refused(name, path, text.getBytes(UTF_8), code);
        }

        static Body taken(String name, String path, byte[] bytes, String... stored) {
            return new Body(name, path, bytes, "", "", List.of(stored));
        }

        static Body taken(String name, String path, String text, String... stored) {
            return taken(name, path, text.getBytes(UTF_8), stored);
        }

        Body packed(String as) {
            return new Body(name, path, bytes, as, code, stored);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Body> bodies() throws IOException {
        return Stream.of(nesting(), sizes(), encodings(), oddJson(), packed()).flatMap(List::stream);
    }

    private static List<Body> nesting() {
        String deep = "\"a\":" + "[".repeat(100_000) + "]".repeat(100_000);
        return List.of(
                Body.taken("64 deep", "/v1/identify", event("d64", "\"a\":" + "[".repeat(63) + "]".repeat(63)), "d64"),
                Body.refused(
                        "65 deep",
                        "/v1/identify",
                        event("d65", "\"a\":" + "[".repeat(64) + "]".repeat(64)),
                        "event_too_deep"),
                Body.refused("100,000 deep, one event", "/v1/identify", event("d", deep), "event_too_large"),
                Body.refused(
                        "100,000 deep, not closed", "/v1/identify", "{\"a\":" + "[".repeat(100_000), "invalid_json"),
                Body.refused("100,000 deep, no object", "/v1/identify", "[".repeat(100_000), "invalid_json"),
                Body.taken(
                        "100,000 deep between good ones",
                        "/v1/batch",
                        batch(item("d1", ""), item("bad", deep), item("d2", "")),
                        "d1",
                        "d2"),
                Body.taken(
                        "objects 20,000 deep between good ones",
                        "/v1/batch",
                        batch(
                                item("d3", ""),
                                item("bad", "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000), "o"),
                                item("d4", "")),
                        "d3",
                        "d4"),
                Body.refused(
                        "deep context of a batch",
                        "/v1/batch",
                        "{\"context\":{" + deep + "},\"batch\":[" + item("x", "") + "]}",
                        "event_too_deep"),
                Body.taken(
                        "deep unknown field of a batch",
                        "/v1/batch",
                        "{\"x\":{" + deep + "},\"batch\":[" + item("d5", "") + "]}",
                        "d5"));
    }

    private static List<Body> sizes() {
        String million =
                IntStream.range(0, 1_000_000).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
        String many =
                IntStream.range(0, 40_000).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
        String some = IntStream.range(0, 3_000).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
        return List.of(
                Body.refused("1,000,000 keys", "/v1/identify", event("k", million), "bad_request"),
                Body.refused("40,000 keys", "/v1/identify", event("k", many), "event_too_large"),
                Body.taken(
                        "40,000 keys between good ones",
                        "/v1/batch",
                        batch(item("k1", ""), item("k", many), item("k2", "")),
                        "k1",
                        "k2"),
                Body.taken("3,000 keys", "/v1/identify", event("k3", some), "k3"),
                Body.taken("event of 32 KiB", "/v1/identify", sized(32_768, "s1"), "s1"),
                Body.refused("event of 32 KiB and a byte", "/v1/identify", sized(32_769, "s"), "event_too_large"),
                Body.taken("body of 500 KiB", "/v1/batch", sizedBatch(512_000, "s2"), "s2"),
                Body.refused("body of 500 KiB and a byte", "/v1/batch", sizedBatch(512_001, "s"), "batch_too_large"),
                Body.refused("body of 5 MB", "/v1/batch", sizedBatch(5_000_000, "s"), "bad_request"),
                Body.refused("empty batch", "/v1/batch", "{\"batch\":[]}", "empty_batch"),
                Body.refused("empty body", "/v1/batch", "", "invalid_json"),
                Body.refused("spaces", "/v1/batch", "   ", "invalid_json"),
                Body.taken(
                        "2,500 items",
                        "/v1/batch",
                        batch(items(2_500)),
                        IntStream.range(0, 2_500).mapToObj(i -> "i" + i).toArray(String[]::new)),
                Body.refused("2,501 items", "/v1/batch", batch(items(2_501)), "too_many_events"),
                Body.refused(
                        "10,000 items", "/v1/batch", "{\"batch\":[" + "{},".repeat(9_999) + "{}]}", "too_many_events"),
                Body.taken("name of 1 KB", "/v1/identify", event("n1", "\"" + "n".repeat(1_024) + "\":1"), "n1"),
                Body.refused(
                        "name of 1 KB and a byte",
                        "/v1/identify",
                        event("n", "\"" + "n".repeat(1_025) + "\":1"),
                        "name_too_long"),
                Body.taken("number of 100 digits", "/v1/identify", event("n2", "\"n\":" + "9".repeat(100)), "n2"),
                Body.refused(
                        "number of 101 digits",
                        "/v1/identify",
                        event("n", "\"n\":" + "9".repeat(101)),
                        "number_too_long"),
                Body.refused(
                        "number of 400 KB",
                        "/v1/identify",
                        event("n", "\"n\":" + "9".repeat(400_000)),
                        "event_too_large"),
                Body.refused(
                        "number of 1 MB",
                        "/v1/identify",
                        event("n", "\"n\":" + "9".repeat(1_000_000)),
                        "batch_too_large"),
                Body.refused(
                        "number with a huge exponent",
                        "/v1/identify",
                        event("n", "\"n\":1e999999999"),
                        "number_too_long"),
                Body.taken("messageId of 100 characters", "/v1/identify", event("m".repeat(100), ""), "m".repeat(100)),
                Body.refused(
                        "messageId of 101 characters",
                        "/v1/identify",
                        event("m".repeat(101), ""),
                        "message_id_too_long"));
    }

    private static List<Body> encodings() {
        String good = event("e", "");
        return List.of(
                Body.refused(
                        "ISO-8859-1",
                        "/v1/identify",
                        event("e", "\"a\":\"\u00e9\"").getBytes(ISO_8859_1),
                        "invalid_encoding"),
                Body.refused("UTF-16, little end first", "/v1/identify", good.getBytes(UTF_16LE), "invalid_encoding"),
                Body.refused("UTF-16, big end first", "/v1/identify", good.getBytes(UTF_16BE), "invalid_encoding"),
                Body.refused("overlong UTF-8", "/v1/identify", raw("e", 0xC0, 0xAF), "invalid_encoding"),
                Body.refused("a surrogate in UTF-8", "/v1/identify", raw("e", 0xED, 0xA0, 0x80), "invalid_encoding"),
                Body.refused("beyond Unicode", "/v1/identify", raw("e", 0xF4, 0x90, 0x80, 0x80), "invalid_encoding"),
                Body.refused("UTF-8 that is cut", "/v1/identify", raw("e", 0xE2, 0x82), "invalid_encoding"),
                Body.refused("random bytes", "/v1/identify", new byte[] {7, -1, 3, 0, 22, -128}, "invalid_encoding"),
                // Escapes of one half of a pair are what a shortened emoji leaves behind. Values keep them as they are;
                // in a
                // name the half becomes U+FFFD, since no reader behind would take it.
                Body.taken("half a pair in a value", "/v1/identify", event("h1", "\"a\":\"\\ud83d\""), "h1"),
                Body.taken(
                        "half a pair in a name",
                        "/v1/batch",
                        batch(item("h2", ""), item("h3", "\"a\\ude00\":1"), item("h4", "")),
                        "h2",
                        "h3",
                        "h4"),
                Body.taken("an escaped NUL", "/v1/identify", event("h5", "\"a\":\"\\u0000\""), "h5"),
                Body.refused("a NUL in a string", "/v1/identify", event("h", "\"a\":\"\0\""), "invalid_json"),
                Body.refused(
                        "a NUL between tokens",
                        "/v1/identify",
                        "{\"userId\":\"u\",\0\"messageId\":\"h\"}",
                        "invalid_json"),
                Body.refused("a NUL first", "/v1/identify", "\0" + good, "invalid_encoding"),
                // Some editors and .NET streams write it. It means nothing in UTF-8.
                Body.taken("a byte order mark", "/v1/identify", "\uFEFF" + event("b1", ""), "b1"),
                Body.refused("two byte order marks", "/v1/identify", "\uFEFF\uFEFF" + good, "invalid_json"));
    }

    private static List<Body> oddJson() {
        return List.of(
                // As everywhere behind: the last one counts.
                Body.taken(
                        "duplicate keys",
                        "/v1/identify",
                        "{\"messageId\":\"no\",\"userId\":1,\"userId\":\"u\",\"messageId\":\"j1\"}",
                        "j1"),
                Body.refused(
                        "batch twice",
                        "/v1/batch",
                        "{\"batch\":[" + item("j", "") + "],\"batch\":[]}",
                        "batch_not_array"),
                Body.refused("trailing garbage", "/v1/identify", event("j", "") + "x", "invalid_json"),
                Body.refused("two documents", "/v1/identify", event("j", "") + event("j", ""), "invalid_json"),
                Body.taken("trailing space", "/v1/identify", event("j2", "") + " \r\n\t ", "j2"),
                Body.refused("not closed", "/v1/identify", "{\"userId\":\"u\",\"messageId\":\"j\"", "invalid_json"),
                Body.refused("not closed in a string", "/v1/identify", "{\"userId\":\"u", "invalid_json"),
                Body.refused("an array", "/v1/identify", "[" + event("j", "") + "]", "invalid_json"),
                Body.refused("a string", "/v1/identify", "\"" + "x".repeat(1000) + "\"", "invalid_json"),
                Body.refused("null", "/v1/identify", "null", "invalid_json"),
                Body.refused("NaN", "/v1/identify", event("j", "\"a\":NaN"), "invalid_json"),
                Body.refused("leading zeros", "/v1/identify", event("j", "\"a\":007"), "invalid_json"),
                Body.refused("a comma too many", "/v1/identify", "{\"userId\":\"u\",}", "invalid_json"),
                Body.refused("comments", "/v1/identify", "{/**/\"userId\":\"u\"}", "invalid_json"),
                Body.refused("single quotes", "/v1/identify", "{'userId':'u'}", "invalid_json"),
                Body.refused("a form", "/v1/identify", "userId=u&messageId=j", "invalid_json"),
                Body.refused("an unknown escape", "/v1/identify", event("j", "\"a\":\"\\x41\""), "invalid_json"),
                Body.taken(
                        "items that are none",
                        "/v1/batch",
                        "{\"batch\":[1,null,[[]],\"x\"," + item("j3", "") + ",{}]}",
                        "j3"));
    }

    private static List<Body> packed() throws IOException {
        byte[] good = event("g1", "").getBytes(UTF_8);
        byte[] gzip = gzip(good);
        byte[] first = gzip(Arrays.copyOf(good, 10));
        byte[] second = gzip(Arrays.copyOfRange(good, 10, good.length));
        byte[] broken = gzip.clone();
        broken[gzip.length - 6] ^= 1;
        return List.of(
                Body.taken("gzip", "/v1/identify", gzip, "g1").packed("gzip"),
                Body.taken("x-gzip", "/v1/identify", gzip, "g1").packed("X-GZip"),
                // RFC 1952 makes a file of any number of members; log shippers send such.
                Body.taken("gzip of two members", "/v1/identify", concat(first, second), "g1")
                        .packed("gzip"),
                Body.refused("gzip and garbage", "/v1/identify", concat(gzip, new byte[20]), "invalid_encoding")
                        .packed("gzip"),
                Body.refused("gzip, then plain", "/v1/identify", concat(gzip, good), "invalid_encoding")
                        .packed("gzip"),
                Body.refused("truncated gzip", "/v1/identify", Arrays.copyOf(gzip, gzip.length - 9), "invalid_encoding")
                        .packed("gzip"),
                Body.refused(
                                "gzip without its trailer",
                                "/v1/identify",
                                Arrays.copyOf(gzip, gzip.length - 8),
                                "invalid_encoding")
                        .packed("gzip"),
                Body.refused("gzip with a wrong CRC", "/v1/identify", broken, "invalid_encoding")
                        .packed("gzip"),
                Body.refused("gzip bomb", "/v1/identify", gzip(new byte[200 << 20]), "batch_too_large")
                        .packed("gzip"),
                Body.refused("gzip in gzip", "/v1/identify", gzip(gzip), "invalid_encoding")
                        .packed("gzip"),
                Body.refused("plain, said to be gzip", "/v1/identify", good, "invalid_encoding")
                        .packed("gzip"),
                Body.refused("gzip, said to be plain", "/v1/identify", gzip, "invalid_encoding")
                        .packed("identity"),
                Body.refused("nothing, said to be gzip", "/v1/identify", new byte[0], "invalid_encoding")
                        .packed("gzip"),
                Body.refused("br", "/v1/identify", good, "invalid_encoding").packed("br"),
                Body.refused("deflate", "/v1/identify", good, "invalid_encoding")
                        .packed("deflate"),
                Body.refused("gzip twice", "/v1/identify", gzip(gzip), "invalid_encoding")
                        .packed("gzip, gzip"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aSizedBodyGetsOneClearAnswer(Body body) throws Exception {
        try (Wire wire = new Wire(hub)) {
            // When
            wire.sendWhileOpen(request(body, "Content-Length: " + body.bytes().length + "\r\n", body.bytes()));

            // Then
            assertAnswered(body, wire.answer().orElseThrow());
            assertGoesOn(body, wire);
        }
        neighbour.assertUndisturbed();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aChunkedBodyGetsTheSameAnswer(Body body) throws Exception {
        // Given
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int i = 0; i < body.bytes().length; i += 7_001) {
            int length = Math.min(7_001, body.bytes().length - i);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
            chunks.write(body.bytes(), i, length);
            chunks.writeBytes("\r\n".getBytes(US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(US_ASCII));

        try (Wire wire = new Wire(hub)) {
            // When
            wire.sendWhileOpen(request(body, "Transfer-Encoding: chunked\r\n", chunks.toByteArray()));

            // Then
            Wire.Answer answer = wire.answer().orElseThrow();
            if (body.bytes().length == 0) {
                assertThat(answer.status()).isEqualTo(400);
            } else if (body.bytes().length > Limits.BODY_BYTES) {
                Neighbour.assertRefusal(answer, "batch_too_large");
            } else {
                assertAnswered(body, answer);
                assertGoesOn(body, wire);
            }
        }
        neighbour.assertUndisturbed();
    }

    @Test
    void whatWasTakenCanBeReadAsItWasSent() throws Exception {
        // Given
        String odd =
                "\uFEFF{\"messageId\":\"no\",\"a\\ud83d\":\"\\ud83d\",\"userId\":\"x\",\"userId\":\"u\",\"messageId\":\"r1\","
                        + "\"n\":12345678901234567890.10}";

        // When
        try (Wire wire = new Wire(hub)) {
            wire.send(Wire.post("/v1/identify", "", odd));
            assertThat(wire.answer().orElseThrow().status()).isEqualTo(200);
        }

        // Then
        ObjectNode event = hub.events().getLast();
        assertThat(event.get("messageId").textValue()).isEqualTo("r1");
        assertThat(event.get("userId").textValue()).isEqualTo("u");
        assertThat(event.get("a\ufffd").textValue()).isEqualTo("\ud83d");
        assertThat(event.get("n").decimalValue()).isEqualTo("12345678901234567890.10");
        neighbour.expects(List.of("r1"));
        neighbour.assertUndisturbed();
    }

    private static void assertAnswered(Body body, Wire.Answer answer) throws Exception {
        if (body.code().isEmpty()) {
            assertThat(answer.body()).startsWith("{\"success\":true");
            assertThat(answer.status()).isEqualTo(200);
            neighbour.expects(body.stored());
        } else {
            Neighbour.assertRefusal(answer, body.code());
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    /** What is wrong with a body is no reason to close the connection, unless the body is so large that it is not read. */
    private static void assertGoesOn(Body body, Wire wire) throws Exception {
        if (body.bytes().length <= Limits.PAYLOAD_BYTES) {
            wire.send(Wire.post("/v1/identify", "", "{}"));
            assertThat(wire.answer().orElseThrow().body()).contains("no_user_anon_id");
        }
    }

    private static byte[] request(Body body, String framing, byte[] bytes) {
        String encoding = body.encoding().isEmpty() ? "" : "Content-Encoding: " + body.encoding() + "\r\n";
        return concat(Wire.post(body.path(), encoding + framing).getBytes(US_ASCII), bytes);
    }

    private static String event(String messageId, String fields) {
        return "{\"userId\":\"u\"," + (fields.isEmpty() ? "" : fields + ",") + "\"messageId\":\"" + messageId + "\"}";
    }

    private static String item(String messageId, String fields) {
        return event(messageId, "\"type\":\"identify\"" + (fields.isEmpty() ? "" : "," + fields));
    }

    private static String item(String messageId, String value, String name) {
        return item(messageId, "\"" + name + "\":" + value);
    }

    private static String batch(String... items) {
        return "{\"batch\":[" + String.join(",", items) + "]}";
    }

    private static String[] items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item("i" + i, "")).toArray(String[]::new);
    }

    private static String sized(int bytes, String messageId) {
        String fields =
                "\"p\":\"" + "x".repeat(bytes - event(messageId, "\"p\":\"\"").length()) + "\"";
        return event(messageId, fields);
    }

    private static String sizedBatch(int bytes, String messageId) {
        String body = "{\"batch\":[" + item(messageId, "") + "],\"p\":\"\"}";
        return body.replace("\"p\":\"\"", "\"p\":\"" + "x".repeat(bytes - body.length()) + "\"");
    }

    /** An event with these bytes within a string. */
    private static byte[] raw(String messageId, int... bytes) {
        byte[] all =
                event(messageId, "\"a\":\"" + "#".repeat(bytes.length) + "\"").getBytes(UTF_8);
        int at = new String(all, UTF_8).indexOf('#');
        for (int i = 0; i < bytes.length; i++) {
            all[at + i] = (byte) bytes[i];
        }
        return all;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        return BodyReaderTest.gzip(bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
