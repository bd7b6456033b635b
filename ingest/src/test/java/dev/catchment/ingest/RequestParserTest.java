package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Kind;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    private static final String GOOD = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # path   | what is added to an anonymous event | code | message begins
            track    | "x":1                               | event_not_defined     | event: is missing
            track    | "event":""                          | event_not_defined     | event: is missing
            track    | "event":null                        | event_not_defined     | event: is missing
            track    | "event":7                           | event_not_string      | event: must be a string
            track    | "event":{"a":1}                     | event_not_string      | event: must be a string
            track    | "event":"E","properties":"p"        | properties_not_object | properties: must be an object
            track    | "event":"E","properties":[1]        | properties_not_object | properties: must be an object
            identify | "traits":7                          | traits_not_object     | traits: must be an object
            group    | "traits":{}                         | id_required           | groupId: is missing
            group    | "groupId":[]                        | id_not_string         | groupId: must be a string
            group    | "groupId":"g","traits":true         | traits_not_object     | traits: must be an object
            page     | "name":{}                           | name_not_string       | name: must be a string
            screen   | "category":3                        | category_not_string   | category: must be a string
            page     | "properties":1                      | properties_not_object | properties: must be an object
            alias    | "previousId":"p"                    | id_required           | userId: is missing
            identify | "userId":true                       | id_not_string         | userId: must be a string
            identify | "userId":{"a":"b"}                  | id_not_string         | userId: must be a string
            identify | "anonymousId":[1]                   | id_not_string         | anonymousId: must be a string
            identify | "messageId":4                       | id_not_string         | messageId: must be a string
            identify | "anonymousId":null                  | no_user_anon_id       | userId: one of userId and anonymousId
            identify | "anonymousId":"","userId":""        | no_user_anon_id       | userId: one of userId and anonymousId
            """)
    void aCallThatBreaksARuleIsRefusedWithItsReasonAndPlace(String path, String fields, String code, String message) {
        // Given
        String body = "{\"anonymousId\":\"a\"," + fields + "}";

        // When
        Refusal refusal = refusal(Kind.ofWireName(path).orElseThrow(), body);

        // Then
        assertThat(refusal.reason().wireName()).isEqualTo(code);
        assertThat(refusal.text()).startsWith(message);
        assertThat(refusal.reason().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            track    | "event":"E","properties":null
            track    | "event":"E","properties":[]
            track    | "event":1,"event":"E"
            track    | "event":"E","context":7,"integrations":"x"
            identify | "userId":42
            identify | "userId":null,"traits":{"a":null}
            identify | "type":"nonsense"
            page     | "name":null,"category":""
            group    | "groupId":12
            alias    | "userId":"u"
            screen   | "messageId":""
            """)
    void whatNoRuleForbidsIsTaken(String path, String fields) throws Refusal {
        // When
        ParsedRequest request = RequestParser.single(
                Kind.ofWireName(path).orElseThrow(), utf8("{\"anonymousId\":\"a\"," + fields + "}"));

        // Then
        assertThat(request.events()).hasSize(1);
        assertThat(request.events().getFirst().user()).isEqualTo("a");
    }

    @Test
    void aNumberIsAnIdAsItIsWritten() throws Refusal {
        // When
        ParsedEvent event = RequestParser.single(Kind.IDENTIFY, utf8("{\"userId\":9007199254740993}"))
                .events()
                .getFirst();

        // Then
        assertThat(event.user()).isEqualTo("9007199254740993");
        assertThat(event.messageId()).isNull();
    }

    @Test
    void aBadEventTakesNoGoodOnesWithIt() throws Refusal {
        // Given
        String deep =
                "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"a\":" + "[".repeat(64) + "]".repeat(64) + "}";
        String body =
                "{\"batch\": [" + GOOD + ",7,{\"userId\":\"u\"},{\"type\":\"set\"}," + GOOD + "," + deep + ",[[1]]]}";

        // When
        ParsedRequest request = RequestParser.batch(utf8(body));

        // Then
        assertThat(request.events()).extracting(ParsedEvent::index).containsExactly(0, 4);
        assertThat(request.events())
                .allSatisfy(event -> assertThat(body.substring(event.offset(), event.offset() + event.length()))
                        .isEqualTo(GOOD));
        assertThat(request.rejected())
                .extracting(rejection -> rejection.reason().wireName() + " " + rejection.message())
                .containsExactly(
                        "event_not_object batch[1]: must be an object",
                        "type_not_defined batch[2].type: is missing: use track, identify, page, screen, group or alias",
                        "type_unknown batch[3].type: is none of track, identify, page, screen, group, alias",
                        "event_too_deep batch[5]: nested deeper than 64 objects and arrays",
                        "event_not_object batch[6]: must be an object");
    }

    @Test
    void whatTheBatchSaysBecomesTheEnvelopeAsItIsWritten() throws Refusal {
        // Given
        String body = "{\"context\":{ \"n\" : 1.50 },\"integrations\":[],\"batch\":[" + GOOD
                + "],\"sentAt\":\"2026-01-02T03:04:05Z\",\"x\":[{}],\"writeKey\":\"k\"}";

        // When
        ParsedRequest request = RequestParser.batch(utf8(body));

        // Then
        assertThat(request.envelope())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"sentAt\":\"2026-01-02T03:04:05Z\",\"context\":{ \"n\" : 1.50 }}");
        assertThat(request.key()).contains("k");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                               | {}                                   | false
            {"direct":true}                                  | {}                                   | true
            {"a":{"direct":true}}                            | {"a":[{"direct":true}]}              | false
            {}                                               | {"direct":true}                      | true
            {"direct":true}                                  | {"direct":false}                     | false
            {"direct":true}                                  | {"direct":null}                      | false
            {"direct":"true"}                                | {"direct":1}                         | false
            {"b":{"c":[{}]},"direct":true,"d":{"direct":0}}  | {"b":[[]]}                           | true
            {"direct":true},"context":{}                     | {}                                   | false
            {}                                               | {"direct":true},"context":null       | false
            """)
    void theClientsAddressIsAskedForByTheEventElseByItsBatch(String batch, String event, boolean direct)
            throws Refusal {
        // Given
        String item = GOOD.substring(0, GOOD.length() - 1) + ",\"context\":" + event + "}";

        // When
        ParsedRequest first = RequestParser.batch(utf8("{\"context\":" + batch + ",\"batch\":[" + item + "]}"));
        ParsedRequest last = RequestParser.batch(utf8("{\"batch\":[" + item + "],\"context\":" + batch + "}"));

        // Then
        assertThat(first.direct(first.events().getFirst())).isEqualTo(direct);
        assertThat(last.direct(last.events().getFirst())).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aContextIsCheckedLikeTheRestOfAnEvent(int over) {
        boolean fits = over == 0;
        assertThat(taken("\"context\":{\"" + "x".repeat(1024 + over) + "\":1}")).isEqualTo(fits);
        assertThat(taken("\"context\":{\"n\":" + "1".repeat(100 + over) + "}")).isEqualTo(fits);
        assertThat(taken("\"context\":{\"d\":" + "[".repeat(62 + over) + "]".repeat(62 + over) + "}"))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"batch":[]}                    | empty_batch             | batch: is empty
            {"x":1}                         | batch_not_array         | batch: is missing
            {"batch":{}}                    | batch_not_array         | batch: must be an array
            {"batch":[],"batch":[]}         | batch_not_array         | batch: stands twice
            {"batch":[{}],"context":1}      | context_not_object      | context: must be an object
            {"integrations":"x","batch":[]} | integrations_not_object | integrations: must be an object
            []                              | invalid_json            | the body must be a JSON object
            {"batch":[}                     | invalid_json            | the body is not JSON at byte
            {"batch":[1]                    | invalid_json            | the body is not JSON at byte
            {"batch":[1]} x                 | invalid_json            | the body
            {"batch":[1]}{}                 | invalid_json            | the body goes on after its JSON object, at byte 13
            {"batch":[NaN]}                 | invalid_json            | the body is not JSON at byte
            {'batch':[1]}                   | invalid_json            | the body is not JSON at byte
            \uFEFF\uFEFF{"batch":[1]}       | invalid_json            | the body is not JSON at byte
            """)
    void aBrokenBatchIsRefused(String body, String code, String message) {
        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> RequestParser.batch(utf8(body)));

        // Then
        assertThat(refusal.reason().wireName()).isEqualTo(code);
        assertThat(refusal.text()).startsWith(message);
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                GOOD.getBytes(StandardCharsets.UTF_16),
                GOOD.getBytes(StandardCharsets.UTF_16LE),
                GOOD.getBytes(StandardCharsets.UTF_16BE),
                "{\"event\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1),
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @MethodSource
    void notUtf8(byte[] body) {
        assertThat(catchThrowableOfType(Refusal.class, () -> RequestParser.single(Kind.TRACK, body))
                        .reason())
                .isEqualTo(Reason.INVALID_ENCODING);
    }

    @Test
    void aByteOrderMarkIsSteppedOver() throws Refusal {
        // When
        ParsedRequest request = RequestParser.batch(utf8("\uFEFF{\"batch\":[" + GOOD + "]}"));

        // Then
        ParsedEvent event = request.events().getFirst();
        assertThat(new String(request.body(), event.offset(), event.length(), StandardCharsets.UTF_8))
                .isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void limitsAreInclusive(int over) {
        boolean fits = over == 0;
        assertThat(taken("\"p\":\"" + "x".repeat(Limits.EVENT_BYTES - envelopeOf("\"p\":\"\"") + over) + "\""))
                .as("event of 32768 bytes")
                .isEqualTo(fits);
        assertThat(taken("\"messageId\":\"" + "x".repeat(100 + over) + "\"")).isEqualTo(fits);
        assertThat(taken("\"" + "x".repeat(1024 + over) + "\":1")).isEqualTo(fits);
        assertThat(taken("\"" + "\u20ac".repeat(341) + "x".repeat(1 + over) + "\":1"))
                .isEqualTo(fits);
        assertThat(taken("\"p\":{\"n\":" + "1".repeat(100 + over) + "}")).isEqualTo(fits);
        assertThat(taken("\"p\":" + "[".repeat(63 + over) + "]".repeat(63 + over)))
                .isEqualTo(fits);
    }

    /** Whatever is acknowledged must be composed and written by delivery and archive later. */
    @ParameterizedTest
    @MethodSource
    void whatIsTakenCanBeReadBackAndWritten(String fields) throws Exception {
        // Given
        byte[] body = utf8(event(fields));
        assertThat(RequestParser.single(Kind.TRACK, body).events()).hasSize(1);
        Hash128 key = new Hash128.Hasher("web").hash("u");
        FrameBuilder builder = new FrameBuilder(FrameWriter.MAX_BYTES);
        builder.add(
                new FrameEvent("web", Kind.TRACK, RequestParser.NO_ENVELOPE, body, 0, body.length, false, key, key));

        // When
        Frame frame = Frame.decode(builder.build(UUID.randomUUID(), Instant.EPOCH));
        byte[] written = ContractJson.EVENTS.writeValueAsBytes(EventComposer.compose(frame, 0));

        // Then
        assertThat(ContractJson.EVENTS.readTree(written).get("event").textValue())
                .isEqualTo("E");
    }

    static Stream<String> whatIsTakenCanBeReadBackAndWritten() {
        return Stream.of(
                "\"" + "x".repeat(1024) + "\":1",
                "\"" + "\u20ac".repeat(341) + "x\":1",
                "\"" + "\\u20ac".repeat(341) + "\":1",
                "\"p\":" + "1".repeat(100),
                "\"p\":-1." + "1".repeat(97),
                "\"p\":[1e999,1E-999,0e0,-0,-0.0]",
                "\"p\":" + "[".repeat(63) + "]".repeat(63),
                "\"context\":" + "{\"c\":".repeat(62) + "{}" + "}".repeat(62),
                "\"context\":[],\"integrations\":7,\"sentAt\":{},\"timestamp\":[1],\"originalTimestamp\":1e300",
                "\"timestamp\":99999999999999999999,\"sentAt\":-9223372036854775808",
                "\"timestamp\":\"+999999999-12-31T23:59:59Z\",\"sentAt\":\"-999999999-01-01T00:00:00Z\"",
                "\"p\":\"\\u0000 \\ud83d\\ude00\"",
                "\"p\":\"half of a pair \\ud83d\"",
                "\"userId\":\"\\ud83d\"",
                "\"userId\":9007199254740993");
    }

    @ParameterizedTest
    @ValueSource(ints = {2500, 2501})
    void aBatchHoldsAtMost2500Events(int events) {
        // When
        String body = "{\"batch\":[" + (GOOD + ",").repeat(events - 1) + GOOD + "]}";
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> RequestParser.batch(utf8(body)));

        // Then
        assertThat(refusal == null).isEqualTo(events == 2500);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theEnvelopeHoldsAtMost32KiB(int over) {
        // When
        String context = "\"context\":{\"x\":\"" + "x".repeat(Limits.ENVELOPE_BYTES - 20 + over) + "\"}";
        String body = "{" + context + ",\"batch\":[" + GOOD + "]}";
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> RequestParser.batch(utf8(body)));

        // Then
        assertThat(refusal == null).isEqualTo(over == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 1_998, 1_999, 2_000, 2_001, 100_000, 240_000})
    void nestingOfAnyDepthCostsOnlyItsOwnEvent(int depth) throws Refusal {
        // Given
        String lists =
                "{\"type\":\"track\",\"a\":" + "[".repeat(depth) + "{\"x]\":\"}\\\"\"}" + "]".repeat(depth) + "}";
        String objects = "{\"a\":" + "{\"\":".repeat(depth / 3) + "1" + "}".repeat(depth / 3) + "}";

        // When
        ParsedRequest first = RequestParser.batch(utf8("{\"batch\":[" + GOOD + "," + lists + "," + GOOD + "]}"));
        ParsedRequest second = RequestParser.batch(utf8("{\"batch\":[" + GOOD + "," + objects + "," + GOOD + "]}"));

        // Then
        assertThat(first.events()).extracting(ParsedEvent::index).containsExactly(0, 2);
        assertThat(first.events())
                .allSatisfy(event -> assertThat(raw(first, event)).isEqualTo(GOOD));
        assertThat(first.rejected())
                .extracting(Rejection::reason)
                .containsExactly(depth < 10_000 ? Reason.EVENT_TOO_DEEP : Reason.EVENT_TOO_LARGE);
        assertThat(second.events()).extracting(ParsedEvent::index).containsExactly(0, 2);
    }

    @Test
    void whatIsDeepAndBrokenIsNoJson() {
        assertThat(refusal(Kind.TRACK, "{\"a\":" + "[".repeat(100_000)).reason())
                .isEqualTo(Reason.INVALID_JSON);
        assertThat(refusal(Kind.TRACK, "[".repeat(100_000) + "]".repeat(100_000))
                        .text())
                .isEqualTo("the body must be a JSON object");
    }

    /** 500 KiB of brackets took 30 MB while the parser followed them. */
    @Test
    void nestingTakesNoMemoryToSpeakOf() {
        // Given
        byte[] body = utf8("{\"a\":" + "[".repeat(255_000) + "]".repeat(255_000) + "}");
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        assertThat(refusal(Kind.TRACK, new String(body, StandardCharsets.UTF_8)).reason())
                .isEqualTo(Reason.EVENT_TOO_LARGE);
        byte[] again = body.clone();

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> RequestParser.single(Kind.TRACK, again));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Then
        assertThat(refusal.reason()).isEqualTo(Reason.EVENT_TOO_LARGE);
        assertThat(allocated).isPositive().isLessThan(2 << 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cut \\ud83d         | cut \ufffd
            \\uDE00\\ud83d      | \ufffd\ufffd
            \\ud83d\\uD83D\\uDE00 | \ufffd\ud83d\ude00
            \\\\\\ud83dx         | \\\ufffdx
            """)
    void halfAPairInANameIsReplacedAndEverythingElseIsAsItWas(String name, String read) throws Exception {
        // Given
        String odd = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"p\":{\"" + name + "\" : \"\\ud83d\"}}";

        // When
        ParsedRequest request = RequestParser.batch(utf8("{\"batch\":[" + GOOD + "," + odd + "]}"));

        // Then
        assertThat(request.rejected()).isEmpty();
        assertThat(raw(request, request.events().getFirst())).isEqualTo(GOOD);
        String kept = raw(request, request.events().get(1));
        assertThat(kept).hasSameSizeAs(odd).endsWith("\" : \"\\ud83d\"}}");
        assertThat(ContractJson.EVENTS.readTree(kept).get("p").fieldNames().next())
                .isEqualTo(read);
    }

    private static boolean taken(String fields) {
        try {
            return !RequestParser.single(Kind.TRACK, utf8(event(fields)))
                    .events()
                    .isEmpty();
        } catch (Refusal e) {
            return false;
        }
    }

    private static String event(String fields) {
        return "{\"event\":\"E\",\"userId\":\"u\"," + fields + "}";
    }

    private static int envelopeOf(String fields) {
        return event(fields).length();
    }

    private static Refusal refusal(Kind kind, String body) {
        return catchThrowableOfType(Refusal.class, () -> RequestParser.single(kind, utf8(body)));
    }

    private static String raw(ParsedRequest request, ParsedEvent event) {
        return new String(request.body(), event.offset(), event.length(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
