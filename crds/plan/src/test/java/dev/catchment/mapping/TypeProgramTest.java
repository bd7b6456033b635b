package dev.catchment.mapping;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeProgramTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{actoins: {}}                                              | type tool: unknown field 'actoins'; known here: version",
                "{actions: []}                                              | type tool: actions: must be an object",
                "{actions: {a: {}}}                                         | actions.a.requests: must be exactly one request",
                "{actions: {a: {requests: [{url: u}, {url: u}]}}}           | actions.a.requests: must be exactly one request",
                "{actions: {a: {requests: [{}]}}}                           | actions.a.requests[0].url: is missing",
                "{actions: {a: {requests: [{url: u, signatur: []}]}}}       | actions.a.requests[0]: unknown field 'signatur'",
                "{actions: {a: {requests: [{url: u, batch: {mode: x}}]}}}   | actions.a.requests[0].batch.mode: unknown mode 'x'",
                "{actions: {a: {requests: [{url: u, batch: {mode: array}}]}}} | batch.mode: array needs a json body",
                "{actions: {a: {requests: [{url: u, body: {}}]}}}           | actions.a.requests[0].body: must have exactly one of json, form and text",
                "{actions: {a: {requests: [{url: u, body: {form: x}}]}}}    | body.form: must be an object",
                "{actions: {a: {requests: [{url: '${evnt}'}]}}}             | actions.a.requests[0].url: ${evnt}: 1:1: undeclared reference to 'evnt'; known here: config, event, fields",
                "{actions: {a: {requests: [{url: '${event.'}]}}}            | actions.a.requests[0].url: the ${ at character 1 is not closed by a }",
                "{actions: {a: {requests: [{url: 'https://x/${secret.t}'}]}}} | actions.a.requests[0].url: a secret must not stand in a URL",
                "{actions: {a: {requests: [{url: '${[1].map(x, secret.t)[0]}'}]}}} | url: a secret must not stand in a URL",
                "{actions: {a: {requests: [{url: u, method: '${secret.t}'}]}}} | method: a secret may stand in headers and signatures only",
                "{config: {properties: {s: {type: string, secret: true, default: x}}}} | config.properties.s.default: a secret has no default",
                "{actions: {a: {requests: [{url: u, body: {json: {t: '${secret.t}'}}}]}}} | body.json: a secret may stand in headers and signatures only",
                "{actions: {a: {requests: [{url: u, headers: {'*': '${secret.t}'}}]}}} | headers.*: a secret needs a header of its own",
                "{actions: {a: {requests: [{url: u, headers: {'a b': x}}]}}} | headers.a b: headers: a header's name must be",
                "{actions: {a: {requests: [{url: u, headers: {Host: x}}]}}}  | headers.Host: cannot be set",
                "{actions: {a: {fields: {f: {type: strin}}, requests: [{url: u}]}}} | actions.a.fields.f.type: unknown type 'strin'",
                "{actions: {a: {fields: {f: {type: string, required: 1}}, requests: [{url: u}]}}} | fields.f.required: must be true or false",
                "{actions: {a: {fields: {f: {type: string, pattern: '('}}, requests: [{url: u}]}}} | fields.f.pattern: is no regular expression",
                "{actions: {a: {fields: {f: {type: string, default: {x: ['${event.']}}}, requests: [{url: u}]}}} | actions.a.fields.f.default.x[0]: the ${",
                "{actions: {a: {fields: {f: {type: string, default: '${fields.x}'}}, requests: [{url: u}]}}} | fields.f.default: ${fields.x}: 1:1: undeclared reference to 'fields'",
                "{actions: {a: {fields: {f: {type: string, default: '${secret.x}'}}, requests: [{url: u}]}}} | fields.f.default: ${secret.x}: 1:1: undeclared reference to 'secret'",
                "{actions: {a: {requests: [{url: u, signature: [{algorithm: md5}]}]}}} | signature[0].algorithm: must be one of",
                "{actions: {a: {requests: [{url: u, signature: {algorithm: HmacSHA1}}]}}} | signature: must be a list",
                "{actions: {a: {requests: [{url: u, signature: [{algorithm: HmacSHA1, headers: {A: x}, content: c, key: 'k'}]}]}}} | signature[0].key: must be exactly one ${...}",
                "{presets: [{name: p, action: a, when: {cel: 'true'}}]}     | presets[0]: the type has no action 'a'",
                "{presets: [{name: p}]}                                     | presets[0].action: is missing",
                "{actions: {a: {requests: [{url: u}]}}, presets: [{name: p, action: a, when: {cel: '1'}}]} | presets[0].when: 1:1: the condition gives int",
                "{actions: {a: {requests: [{url: u}]}}, presets: [{name: p, action: a, when: {fql: 'x ='}}]} | presets[0].when: 1:4: expected a field",
                "{actions: {a: {requests: [{url: u}]}}, presets: [{name: p, action: a, when: {}}]} | presets[0].when: must have exactly one of cel and fql",
                "{actions: {a: {requests: [{url: u}]}}, presets: [{name: p, action: a, when: {cel: null}}]} | presets[0].when: must have exactly one of cel and fql",
                "{actions: {a: {fields: {f: {type: string}}, requests: [{url: u}]}}, presets: [{name: p, action: a, fields: {g: 1}}]} | presets[0].fields.g: the action has no field 'g'; it has: f",
                "{actions: {a: {requests: [{url: u}]}}, presets: [{name: p, action: a}, {name: p, action: a}]} | presets[1]: there is another preset 'p'"
            })
    void aTypeThatCannotBeUsedSaysWhereAndWhy(String spec, String message) {
        assertThatThrownBy(() -> TypeProgram.compile(Types.type(spec)))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("type tool: ")
                .hasMessageContaining(message);
    }
}
