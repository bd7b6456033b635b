package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.Selection;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Events;
import dev.catchment.pipeline.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationProgramTest {
    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");
    private static final String TO_CONFIG = "{url: '${config.url}'}";
    private static final Event EVENT = Events.track("""
            "properties":{"total":1.10,"big":9007199254740993,"name":"Zoë 😀","half":"\\ud83d!","nothing":null,
              "list":[1,2],"items":[{"sku":"x"},{"sku":"y"}],"path":"a/b?c=d&e"}""");

    @Test
    void anEmptyTextIsNoValueOfAFieldWhateverItsType() throws Exception {
        // Given
        DestinationProgram program = Types.program(
                "{a: {type: string, default: ''}, b: {type: number, default: '${event.properties.x}'}, "
                        + "c: {type: object, default: {d: '${event.properties.x}'}}}",
                TO_CONFIG);

        // When
        Payload payload =
                program.map(Events.track("\"properties\":{\"x\":\"\"}")).getFirst();

        // Then
        assertThat(payload.fields()).hasToString("{\"c\":{\"d\":\"\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'${event.properties.total}'                        | 1.10",
                "'${event.properties.big}'                          | 9007199254740993",
                "'${event[\"properties\"].big}'                     | 9007199254740993",
                "'${event.properties.items}'                        | [{\"sku\":\"x\"},{\"sku\":\"y\"}]",
                "'${event.properties.items.map(i, i.sku)}'          | [\"x\",\"y\"]",
                "'${event.properties.items[0]}'                     | {\"sku\":\"x\"}",
                "'${{\"a\": event.properties.list, \"b\": \"}\"}}'  | {\"a\":[1,2],\"b\":\"}\"}",
                "'${event.properties.nothing}'                      | null",
                "'${event.properties.total * 2.0}'                  | 2.2",
                "'Hi ${event.properties.name}, ${event.properties.total}${event.none.x}!' | \"Hi Zoë 😀, 1.10!\"",
                "'$${event.x} costs $5'                             | \"${event.x} costs $5\"",
                "'${config.n}'                                      | 7",
                "'n=${config.n}'                                    | \"n=7\"",
                "'${now}'                                           | \"2026-01-02T03:04:05.678Z\"",
                "'${size(uuid)}'                                    | 36",
                "'${coalesce(event.none.at.all, event.userId)}'     | \"u\"",
                "'${event.?none.?x}'                                | null",
                "'${event.none.lowerAscii()}'                       | null",
                "{a: '${event.none}', b: [1, '${event.none}', null], c: {d: '${event.userId}'}} | {\"b\":[1,null],\"c\":{\"d\":\"u\"}}",
                "plain                                              | \"plain\"",
                "[1, 2.50, true, null]                              | [1,2.5,true,null]"
            })
    void bodiesAreRendered(String template, String expected) throws Exception {
        // Given
        DestinationProgram program = Types.program("{}", "{url: '${config.url}', body: {json: " + template + "}}");

        // When
        OutgoingRequest request = Types.firstRequest(program, program.map(EVENT), NOW);

        // Then
        assertThat(request.bodyText()).isEqualTo(expected);
        assertThat(request.headers()).containsExactly(Map.entry("Content-Type", "application/json"));
        assertThat(request.method()).isEqualTo("POST");
    }

    @Test
    void halfASurrogatePairIsEscapedNotLost() throws Exception {
        // Given
        DestinationProgram program =
                Types.program("{}", "{url: '${config.url}', body: {json: '${event.properties.half}'}}");

        // When
        String body = Types.firstRequest(program, program.map(EVENT), NOW).bodyText();

        // Then
        assertThat(body).isEqualToIgnoringCase("\"\\ud83d!\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form: {a: '${event.properties.path}', b: '${event.properties.list}', c: '${event.none}', d: null} | a=a%2Fb%3Fc%3Dd%26e&b=1&b=2 | application/x-www-form-urlencoded",
                "text: 'x ${event.properties.name}' | x Zoë 😀 | text/plain; charset=utf-8"
            })
    void otherBodies(String body, String expected, String contentType) throws Exception {
        // Given
        DestinationProgram program = Types.program("{}", "{url: '${config.url}', body: {" + body + "}}");

        // When
        OutgoingRequest request = Types.firstRequest(program, program.map(EVENT), NOW);

        // Then
        assertThat(request.bodyText()).isEqualTo(expected);
        assertThat(request.headers()).containsEntry("Content-Type", contentType);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://tool.example/u/${event.properties.path}?n=${config.n} | https://tool.example/u/a%2Fb%3Fc%3Dd%26e?n=7",
                "${config.url}/${event.properties.name}                        | https://tool.example/Zo%C3%AB%20%F0%9F%98%80"
            })
    void valuesStayInTheirPlaceOfTheUrl(String url, String expected) throws Exception {
        // Given
        DestinationProgram program = Types.program("{}", "{url: '" + url + "'}");

        // When
        OutgoingRequest request = Types.firstRequest(program, program.map(EVENT), NOW);

        // Then
        assertThat(request.url()).hasToString(expected);
        assertThat(request.body()).isEmpty();
        assertThat(request.headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{f: {type: string, required: true, default: '${event.none}'}}   | mapping all, action act, field f: is required, and the event gives no value for it",
                "{f: {type: string, required: true, default: '${event.properties.nothing}'}} | field f: is required",
                "{f: {type: integer, default: '${event.properties.name}'}}       | mapping all, action act, field f: must be of type integer, but the string given cannot be read as one",
                "{f: {type: string, pattern: 'a+', default: '${event.userId}'}}  | field f: does not match a+",
                "{f: {type: integer, default: '${event.properties.total + 1}'}}  | mapping all, action act, field f: ${event.properties.total + 1}: 1:24: an operand has a type that this does not take",
                "{f: {type: number, default: '${event.properties.total / 0.0}'}} | field f: ${event.properties.total / 0.0}: the expression gives a number that JSON cannot hold",
                "{f: {type: object, default: '${event.properties}', properties: {name: {type: boolean}}}} | field f: name: must be of type boolean",
                "{f: {type: object, default: '${event.properties}', properties: {x: {type: string, required: true}}}} | field f: x: is required",
                "{f: {type: integer, multiple: true, default: ['1', '${event.userId}']}} | field f: must be of type integer"
            })
    void anEventThatDoesNotFitIsRefusedByName(String fields, String message) throws Exception {
        // Given
        DestinationProgram program = Types.program(fields, TO_CONFIG);

        // When
        // Then
        assertThatThrownBy(() -> program.map(EVENT))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.FILTERED_AT_MAPPING));
    }

    @Test
    void fieldsAreCoercedAndMissingOnesLeftOut() throws Exception {
        // Given
        DestinationProgram program = Types.program(
                "{s: {type: string, default: '${event.properties.total}'}, l: {type: string, multiple: true, default: "
                        + "'${event.userId}'}, none: {type: string, default: '${event.none}'}, nothing: {type: string, "
                        + "default: '${event.properties.nothing}'}, plain: {type: integer, default: '5'}, o: {type: object, "
                        + "default: '${event.properties}', properties: {total: {type: string}}}}",
                TO_CONFIG);

        // When
        Payload payload = program.map(EVENT).getFirst();

        // Then
        assertThat(payload.fields().path("s")).hasToString("\"1.10\"");
        assertThat(payload.fields().path("l")).hasToString("[\"u\"]");
        assertThat(payload.fields().path("plain")).hasToString("5");
        assertThat(payload.fields().path("o").path("total")).hasToString("\"1.10\"");
        assertThat(payload.fields().path("o").path("big")).hasToString("9007199254740993");
        assertThat(payload.fields().has("none")).isFalse();
        assertThat(payload.fields().has("nothing")).isFalse();
        assertThat(EVENT.json().path("properties").path("total")).hasToString("1.10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{url: 'https://x', m: 1}   | destination crm: config.m: the type has no such setting; it has: n, token, url",
                "{url: 'https://x', token: t} | destination crm: config.token: is a secret: give it through secretRef",
                "{url: 'https://x', n: x}   | destination crm: config: n: must be of type integer, but the string given",
                "[]                         | destination crm: config: must be an object",
                "{}                         | presets[0]: url: is empty",
                "{url: 'ftp://x'}           | presets[0]: url: must begin with https:// or http://",
                "{url: '/hook'}             | presets[0]: url: must begin with",
                "{url: 'https://'}          | presets[0]: url: is not a URL: Expected authority at character 9",
                "{url: 'https:///x'}        | presets[0]: url: names no valid host: letters outside of ASCII are written in their xn-- form",
                "{url: 'https://u:p@x/'}    | presets[0]: url: holds a user name or password",
                "{url: 'https://x y/'}      | presets[0]: url: is not a URL",
                "{url: 'https://x:99999/'}  | presets[0]: url: has a port beyond 65535"
            })
    void settingsThatCannotBeUsedAreRefusedBeforeAnyEvent(String config, String message) {
        assertThatThrownBy(() -> DestinationProgram.compile(
                        Types.oneAction("{}", TO_CONFIG), Types.destination(config), Map.of()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void requiredSettingsAndFieldsMustHaveAValue() {
        assertThatThrownBy(() -> DestinationProgram.compile(
                        Types.type("{config: {properties: {a: {type: string, required: true}}}}"),
                        Types.destination("{}"),
                        Map.of()))
                .hasMessage("destination crm: config.a: is required");
        assertThatThrownBy(() -> DestinationProgram.compile(
                        Types.type("{config: {properties: {a: {type: string, required: true, secret: true}}}}"),
                        Types.destination("{}"),
                        Map.of("a", Secret.of(""))))
                .hasMessageContaining("secret.a: is required");
        assertThatThrownBy(() -> DestinationProgram.compile(
                        Types.type("{config: {properties: {a: {type: string, pattern: 'x+', secret: true}}}}"),
                        Types.destination("{}"),
                        Map.of("a", Secret.of("s3cret"))))
                .hasMessageContaining("a: does not match x+")
                .message()
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> Types.program("{f: {type: string, required: true}}", TO_CONFIG))
                .hasMessageContaining("presets[0].fields.f: is required, but neither");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a\\r\\nHost: evil | headers.X-A: may hold only printable ASCII; character 2 is not",
                "a\\n b            | headers.X-A: may hold only printable ASCII",
                "a\\u0000          | headers.X-A: may hold only printable ASCII",
                "Zoë               | headers.X-A: may hold only printable ASCII; character 3 is not",
                "\\ud83d           | headers.X-A: may hold only printable ASCII"
            })
    void aValueCannotBeginAnotherHeader(String value, String message) throws Exception {
        // Given
        DestinationProgram program =
                Types.program("{}", "{url: '${config.url}', headers: {X-A: '${event.properties.v}'}}");
        Event event = Events.track("\"properties\":{\"v\":\"" + value + "\"}");

        // When
        // Then
        assertThatThrownBy(() -> Types.firstRequest(program, program.map(event), NOW))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a b\":1}               | a header's name must be",
                "{\"\":1}                  | a header's name must be",
                "{\"a:\":1}                | a header's name must be",
                "{\"Content-Length\":1}    | headers.Content-Length: cannot be set",
                "{\"transfer-encoding\":1} | headers.transfer-encoding: cannot be set",
                "{\"a\":{}}                | headers.a: must be a text, a number, true or false",
                "[1]                       | headers: must be an object"
            })
    void headersFromAnEventAreChecked(String headers, String message) throws Exception {
        // Given
        DestinationProgram program =
                Types.program("{}", "{url: '${config.url}', headers: {'*': '${event.properties.h}'}}");
        Event event = Events.track("\"properties\":{\"h\":" + headers + "}");

        // When
        // Then
        assertThatThrownBy(() -> Types.firstRequest(program, program.map(event), NOW))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
        assertThat(program.batchKey(program.map(event).getFirst()))
                .isEqualTo(program.batchKey(program.map(event).getFirst()));
    }

    @Test
    void secretsGoIntoHeadersAndAreMasked() throws Exception {
        // Given
        DestinationProgram program = Types.program(
                "{}",
                "{url: '${config.url}/${event.properties.v}', headers: {Authorization: 'Bearer ${secret.token}', X-Basic: "
                        + "'${base64.encode(bytes(secret.token))}', X-A: '${event.properties.v}'}, body: {json: "
                        + "'${event.properties}'}}",
                "token",
                "s3\"cret");
        Event event = Events.track("\"properties\":{\"v\":\"s3\\\"cret\"}");

        // When
        OutgoingRequest request = Types.firstRequest(program, program.map(event), NOW);
        OutgoingRequest shown = request.redacted(List.of(Secret.of("s3\"cret"), Secret.of("")));

        // Then
        assertThat(request.headers()).containsEntry("Authorization", "Bearer s3\"cret");
        assertThat(request.headers()).containsEntry("X-Basic", "czMiY3JldA==");
        assertThat(shown.headers()).containsEntry("Authorization", "Bearer ***");
        assertThat(shown.headers()).containsEntry("X-Basic", "***");
        assertThat(shown.headers()).containsEntry("X-A", "***");
        assertThat(shown.url()).hasToString("https://tool.example/***");
        assertThat(shown.bodyText()).isEqualTo("{\"v\":\"***\"}");
        assertThat(request.toString() + program.map(event)).doesNotContain("cret");
    }

    @Test
    void secretsOfCredentialsAreMaskedWhereverTheyAre() throws Exception {
        // Given
        String request = "{url: 'https://tool.example/a', auth: {query: {key: '${secret.token}'}}, "
                + "body: {json: {key: '${secret.token}'}}}";
        DestinationProgram inQuery = Types.program("{}", request, "token", "s/3 cret");
        DestinationProgram whole =
                Types.program("{}", "{url: '${secret.token}'}", "token", "https://hooks.example/T/s3cret");

        // When
        OutgoingRequest sent = Types.firstRequest(inQuery, inQuery.map(EVENT), NOW);
        OutgoingRequest hook = Types.firstRequest(whole, whole.map(EVENT), NOW);

        // Then
        assertThat(sent.url()).hasToString("https://tool.example/a?key=s%2F3%20cret");
        assertThat(sent.redacted(List.of(Secret.of("s/3 cret"))).url()).hasToString("https://tool.example/a?key=***");
        assertThat(sent.redacted(List.of(Secret.of("s/3 cret"))).bodyText()).isEqualTo("{\"key\":\"***\"}");
        assertThat(hook.url()).hasToString("https://hooks.example/T/s3cret");
        assertThat(hook.redacted(List.of(Secret.of("https://hooks.example/T/s3cret")))
                        .url())
                .hasToString("***");
    }

    @Test
    void fieldsThatReferToEachOtherInACircleAreFoundBeforeAnyEvent() {
        assertThatThrownBy(() -> Types.program(
                        "{a: {type: string, default: '${fields.b}'}, b: {type: string, default: '${fields.c + \"!\"}'}, "
                                + "c: {type: string, default: {$if: '${fields.a == 1}', $then: 1}}}",
                        "{url: '${config.url}'}"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        "fields.a: refers to itself: a -> b -> c -> a; one of them must not read the next");
        assertThatThrownBy(() ->
                        Types.program("{a: {type: string, default: '${json(fields)}'}}", "{url: '${config.url}'}"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        "fields.a: uses fields as a whole; here only single ones can be referred to: fields.<name>");
    }

    @Test
    void listsWithinListsEndAtABound() throws Exception {
        // Given
        DestinationProgram program = Types.program(
                "{a: {type: object, multiple: true, default: {$each: '${event.l}', $value: {l: {$each: '${event.l}', $value: '${item}'}}}}}",
                "{url: '${config.url}'}");
        String list = "\"l\":[" + "1,".repeat(199) + "1]";

        // Then
        assertThatThrownBy(() -> program.map(Events.track(list)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("field a: the lists that it makes have more than 10000 elements together");
    }

    @Test
    void aHeaderWhoseSecretIsNotThereIsLeftOut() throws Exception {
        DestinationProgram program =
                Types.program("{}", "{url: '${config.url}', headers: {X-Token: '${secret.token}'}}");
        assertThat(Types.firstRequest(program, program.map(EVENT), NOW).headers())
                .isEmpty();
    }

    @Test
    void aSecretThatCannotBeDecodedIsFoundBeforeAnyEventAndNotShown() {
        assertThatThrownBy(() -> Types.program(
                        "{}",
                        "{url: '${config.url}', signature: [{algorithm: HmacSHA256, key: '${base64.decode(secret.token)}', "
                                + "content: '${body}', headers: {X-S: '${hex(mac)}'}}]}",
                        "token",
                        "not base64!"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("signature[0].key: the secret cannot be used")
                .message()
                .doesNotContain("not base64");
    }

    @Test
    void keysAreTheSameAtEveryAttemptAndDifferByEventMappingAndDestination() throws Exception {
        // Given
        DestinationProgram program = Types.program("{}", TO_CONFIG);
        Payload payload = program.map(EVENT).getFirst();
        Payload again = Types.program("{}", TO_CONFIG).map(EVENT).getFirst();
        Event other = Events.event("{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"m2\"}");

        // When
        String key = program.idempotencyKey(payload);

        // Then
        assertThat(key).hasSize(36).isEqualTo(program.idempotencyKey(again));
        assertThat(key).isNotEqualTo(program.idempotencyKey(program.map(other)));
        assertThat(key)
                .isNotEqualTo(
                        program.idempotencyKey(new Payload("else", "act", payload.fields(), payload.fields(), EVENT)));
    }

    @Test
    void mappingsOfTheDestinationRunBesideThePresets() throws Exception {
        // Given
        DestinationDocument destination = Types.destination(
                "{url: 'https://tool.example'}",
                Selection.everything(),
                true,
                1,
                List.of(
                        new DestinationDocument.Mapping(
                                "mine", "act", Expression.ofCel("event.userId == 'u'"), Map.of("f", Types.yaml("x"))),
                        new DestinationDocument.Mapping(
                                "other", "act", Expression.ofCel("event.userId == 'v'"), Map.of())));
        DestinationProgram program = DestinationProgram.compile(
                Types.oneAction("{f: {type: string, default: preset}}", TO_CONFIG), destination, Map.of());

        // When
        List<Payload> payloads = program.map(EVENT);

        // Then
        assertThat(payloads).extracting(Payload::mapping).containsExactly("all", "mine");
        assertThat(payloads)
                .extracting(payload -> payload.fields().path("f").asText())
                .containsExactly("preset", "x");
    }

    @Test
    void aConditionOfAMappingThatFailsRefusesTheEvent() throws Exception {
        // Given
        DestinationDocument destination = Types.destination(
                "{url: 'https://tool.example'}",
                Selection.everything(),
                true,
                1,
                List.of(new DestinationDocument.Mapping("mine", "act", Expression.ofCel("event.none.x"), Map.of())));
        DestinationProgram program =
                DestinationProgram.compile(Types.oneAction("{}", TO_CONFIG), destination, Map.of());

        // When
        // Then
        assertThatThrownBy(() -> program.map(EVENT))
                .hasMessageContaining("mapping mine, when: 1:6: the event has no field 'none' there")
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.FILTER_ERROR));
    }

    @Test
    void mappingsThatCannotBeUsedAreNamed() {
        // Given
        List<DestinationDocument.Mapping> mappings =
                List.of(new DestinationDocument.Mapping("mine", "nothing", null, Map.of()));
        DestinationDocument destination =
                Types.destination("{url: 'https://x'}", Selection.everything(), true, 1, mappings);

        // When
        // Then
        assertThatThrownBy(() -> DestinationProgram.compile(Types.oneAction("{}", TO_CONFIG), destination, Map.of()))
                .hasMessage("destination crm: mapping mine: the type has no action 'nothing'; it has: act");
    }
}
