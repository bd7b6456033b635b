package dev.catchment.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.EventLimits;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the fields of an event; times have a test of their own. */
class EventComposerTest {
    @Test
    void writeKeyAndOptionsAreGoneAndTypeIsThatOfTheCall() throws Exception {
        ObjectNode event = compose("{}", """
                {"type":"nonsense","writeKey":"k","options":{"a":1},"_metadata":{"bundled":[]},"context":{"writeKey":"kept"}}""");
        assertThat(event.get("type").textValue()).isEqualTo("track");
        assertThat(event.has("writeKey")).isFalse();
        assertThat(event.has("options")).isFalse();
        assertThat(event.has("_metadata")).isTrue();
        assertThat(event.at("/context/writeKey").textValue()).isEqualTo("kept");
    }

    @Test
    void nullsSurvive() throws Exception {
        ObjectNode event = compose("{}", """
                {"userId":null,"properties":{"a":null},"context":null,"traits":[null]}""");
        assertThat(json(event))
                .startsWith("{\"userId\":null,\"properties\":{\"a\":null},\"context\":null,\"traits\":[null],");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9223372036854775808",
                "18446744073709551615",
                "123456789012345678901234567890123456789012345678901234567890",
                "0.1",
                "1.10",
                "3.141592653589793238462643383279502884197",
                "-0.000000000000000000000000000000000001",
                "1e400",
                "1E-400"
            })
    void numbersKeepTheirValue(String number) throws Exception {
        // When
        ObjectNode event = compose("{\"context\":{\"n\":" + number + "}}", "{\"properties\":{\"n\":[" + number + "]}}");
        ObjectNode read = (ObjectNode) ContractJson.EVENTS.readTree(json(event));

        // Then
        assertThat(read.at("/properties/n/0").decimalValue()).isEqualTo(new BigDecimal(number));
        assertThat(read.at("/context/n").decimalValue()).isEqualTo(new BigDecimal(number));
    }

    @Test
    void theEventsOwnContextAndIntegrationsCountMoreThanTheBatchs() throws Exception {
        ObjectNode event = compose("""
                {"context":{"library":{"name":"go","version":"3"},"locale":"de"},"integrations":{"All":false,"Webhook":true}}""", """
                {"context":{"library":{"name":"mine"},"ip":"198.51.100.7"},"integrations":{"All":true}}""");
        assertThat(event.get("context").toString())
                .isEqualTo("{\"library\":{\"name\":\"mine\"},\"locale\":\"de\",\"ip\":\"198.51.100.7\"}");
        assertThat(event.get("integrations").toString()).isEqualTo("{\"All\":true,\"Webhook\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"context\":null,\"integrations\":null}",
                "{\"context\":{},\"integrations\":{}}",
                "{\"context\":[],\"integrations\":[]}"
            })
    void theBatchsContextStandsWhereTheEventHasNone(String body) throws Exception {
        ObjectNode event = compose("{\"context\":{\"a\":1},\"integrations\":{\"b\":true}}", body);
        assertThat(event.get("context").toString()).isEqualTo("{\"a\":1}");
        assertThat(event.get("integrations").toString()).isEqualTo("{\"b\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"odd\"", "[1]", "7", "false"})
    void aContextThatIsNoObjectStaysAsItIs(String odd) throws Exception {
        ObjectNode event = compose(
                "{\"clientAddress\":\"192.0.2.1\",\"context\":{\"a\":1},\"integrations\":{\"b\":true}}",
                "{\"context\":" + odd + ",\"integrations\":" + odd + "}");
        assertThat(event.get("context").toString()).isEqualTo(odd);
        assertThat(event.get("integrations").toString()).isEqualTo(odd);
    }

    @Test
    void theClientsAddressIsFilledInWhereTheEventHasNone() throws Exception {
        String envelope = "{\"clientAddress\":\"192.0.2.1\"}";
        assertThat(compose(envelope, "{}").at("/context/ip").textValue()).isEqualTo("192.0.2.1");
        assertThat(compose(envelope, "{\"context\":{\"ip\":null}}")
                        .at("/context/ip")
                        .textValue())
                .isEqualTo("192.0.2.1");
        assertThat(compose(envelope, "{\"context\":{\"ip\":\"10.0.0.1\"}}")
                        .at("/context/ip")
                        .textValue())
                .isEqualTo("10.0.0.1");
        assertThat(compose(envelope, "{\"context\":[]}").get("context").toString())
                .isEqualTo("{\"ip\":\"192.0.2.1\"}");
        assertThat(compose("{}", "{}").has("context")).isFalse();
        assertThat(compose("{}", "{\"context\":[]}").get("context").isArray()).isTrue();
    }

    @Test
    void ofTwoEqualKeysTheLastCounts() throws Exception {
        ObjectNode event =
                compose("{}", "{\"userId\":\"a\",\"context\":{\"x\":1},\"userId\":\"b\",\"context\":{\"y\":2}}");
        assertThat(event.get("userId").textValue()).isEqualTo("b");
        assertThat(event.get("context").toString()).isEqualTo("{\"y\":2}");
    }

    @Test
    void anyTextSurvives() throws Exception {
        // Given: umlaut, emoji, unpaired surrogate, zero, and characters that look like the end of something
        String text = "\"\\u00fc ü 😀 \\ud83d\\ude00 \\ud800 \\u0000 \\\" \\u2028 \\\\\"";

        // When
        ObjectNode event = compose("{}", "{\"event\":" + text + "}");

        // Then
        assertThat(ContractJson.EVENTS.readTree(json(event)).get("event").textValue())
                .isEqualTo("ü ü 😀 😀 \ud800 \0 \" \u2028 \\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void theDeepestEventIsComposedAndReadAgain(String open) throws Exception {
        // Given: the event itself is the first level
        int levels = EventLimits.DEPTH - 1;
        String close = open.equals("[") ? "]" : "}";
        String body =
                "{\"properties\":" + open.repeat(levels) + (open.equals("[") ? "" : "1") + close.repeat(levels) + "}";

        // When
        ObjectNode event = compose("{\"context\":{}}", body);

        // Then
        assertThat(ContractJson.EVENTS.readTree("[[" + json(event) + "]]").at("/0/0/properties"))
                .isEqualTo(event.get("properties"));
    }

    @Test
    void aLongNameAndALongTextAreRead() throws Exception {
        String longest = "x".repeat(EventLimits.EVENT_BYTES / 2);
        assertThat(compose("{}", "{\"" + longest + "\":\"" + longest + "\"}")
                        .get(longest)
                        .textValue())
                .isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "{", "{}{}", "secret", "{\"a\":1e99999999999}"})
    void whatIsNoEventIsRefusedAndNotQuoted(String body) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> compose("{}", body))
                .withMessageEndingWith(
                        "event 0 of frame 00000000-0000-0003-0000-000000000004 is no JSON object within the limits");
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return Json.objects();
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        return FrameCase.envelopes();
    }

    @Property
    void whatNoRuleNamesIsUnchanged(@ForAll("objects") ObjectNode body, @ForAll("envelopes") Envelope envelope)
            throws Exception {
        // When
        byte[] frame = FrameSamples.one("web", envelope.encode(), json(body));
        ObjectNode event = EventComposer.compose(Frame.decode(frame), 0);
        ObjectNode again = (ObjectNode) ContractJson.EVENTS.readTree(json(event));

        // Then
        body.properties().forEach(field -> assertThat(again.get(field.getKey())).isEqualTo(field.getValue()));
        assertThat(json(again)).isEqualTo(json(event));
    }

    static ObjectNode compose(String envelope, String body) throws Exception {
        byte[] frame = FrameSamples.one("web", envelope.getBytes(StandardCharsets.UTF_8), body);
        return EventComposer.compose(Frame.decode(frame), 0);
    }

    private static String json(ObjectNode event) throws Exception {
        return new String(ContractJson.EVENTS.writeValueAsBytes(event), StandardCharsets.UTF_8);
    }
}
