package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.catchment.contract.ContractJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelQueryTest {
    /** Its Base64 has both characters in which the alphabets differ, and padding. */
    private static final String EVENT = "{\"event\":\"?>\u00ff?~~\",\"userId\":\"u\u20ac \"}";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void dataIsBase64OfEitherAlphabetPaddedOrNotHoweverItWasEncodedOnItsWay(int length) throws Exception {
        // Given: every length of the last group
        String event = EVENT + " ".repeat(length);
        byte[] json = event.getBytes(StandardCharsets.UTF_8);
        String standard = Base64.getEncoder().encodeToString(json);
        assertThat(standard).contains("+").contains("/");

        // Then
        for (String data : new String[] {
            standard,
            standard.replace("=", ""),
            standard.replace('+', ' '),
            Base64.getUrlEncoder().encodeToString(json),
            Base64.getUrlEncoder().withoutPadding().encodeToString(json)
        }) {
            String once = encoded(data);
            for (String sent : new String[] {
                data.replace(' ', '+'),
                once,
                once.toLowerCase(Locale.ROOT).equals(once) ? once : encoded(once),
                encoded(encoded(once))
            }) {
                assertThat(body("x=1&data=" + sent + "&writeKey=k")).as(sent).isEqualTo(event);
            }
        }
    }

    @Test
    void dataMayBeTheJsonItself() throws Exception {
        assertThat(body("data=" + encoded(EVENT))).isEqualTo(EVENT);
        assertThat(body("data=" + encoded(encoded(EVENT)).replace("+", "%2B")))
                .isEqualTo(EVENT.replace("\"u\u20ac \"", "\"u\u20ac+\""));
        assertThat(body("data={%22userId%22:%22a+b%20c%22}")).isEqualTo("{\"userId\":\"a b c\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            userId=u&event=Email+Opened&properties.subject=The%20Daily     | {"userId":"u","event":"Email Opened","properties":{"subject":"The Daily"}}
            properties.a.b=1&properties.a.c=&properties.d=true             | {"properties":{"a":{"b":"1","c":""},"d":"true"}}
            integrations.All=false&integrations.Webhook=true               | {"integrations":{"All":false,"Webhook":true}}
            integrations.X.session_id=7                                    | {"integrations":{"X":{"session_id":"7"}}}
            a=1&a=2                                                        | {"a":"2"}
            a=1&a.b=2                                                      | {"a":{"b":"2"}}
            a.b=2&a=1                                                      | {"a":"1"}
            a..b=1&.c=2                                                    | {"a":{"":{"b":"1"}},"":{"c":"2"}}
            a                                                              | {"a":""}
            &&a=b=c&                                                       | {"a":"b=c"}
            %61%2Eb=%7b%22                                                 | {"a":{"b":"{\\""}}
            a=100%&b=%zz&c=%C3%A9%E9&d=%                                   | {"a":"100%","b":"%zz","c":"\u00e9\ufffd","d":"%"}
            data=&userId=u                                                 | {"data":"","userId":"u"}
            """)
    void flatParametersAreStringsUnderDottedNames(String query, String json) throws Exception {
        assertThat(ContractJson.EVENTS.readTree(PixelQuery.body(query))).isEqualTo(ContractJson.EVENTS.readTree(json));
    }

    @Test
    void dataIsTheEventIfBothAreThere() throws Exception {
        String data = Base64.getEncoder().encodeToString("{\"userId\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(body("userId=b&data=" + data)).isEqualTo("{\"userId\":\"a\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 INVALID_JSON",
        "&&,                 INVALID_JSON",
        "data=%%%,           INVALID_ENCODING",
        "data=a,             INVALID_ENCODING",
        "data=!!!!,          INVALID_ENCODING",
    })
    void whatIsNoEventIsRefused(String query, Reason reason) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> PixelQuery.body(query))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false", "100000, false"})
    void aNameHasAtMost64Parts(int parts, boolean taken) {
        String query = "a" + ".a".repeat(parts - 1) + "=1";
        if (taken) {
            assertThat(bodyOrNull(query)).isNotNull();
        } else {
            assertThat(bodyOrNull(query)).isNull();
        }
    }

    @Property
    void anyQueryIsJsonOrRefused(@ForAll String query) throws Exception {
        byte[] body = bodyOrNull(query);
        if (body != null && !query.contains("data")) {
            assertThat(ContractJson.EVENTS.readTree(body).isObject()).isTrue();
        }
    }

    private static byte[] bodyOrNull(String query) {
        try {
            return PixelQuery.body(query);
        } catch (Refusal e) {
            return null;
        }
    }

    private static String body(String query) throws Refusal {
        return new String(PixelQuery.body(query), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
