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
                "{actions: {a: {}}}                                         | actions.a.requests: must hold at least one request",
                "{actions: {a: {requests: []}}}                             | actions.a.requests: must hold at least one request",
                "{actions: {a: {requests: [{name: a, url: u}, {name: a, url: u}]}}} | actions.a.requests[1].name: there is another request 'a'",
                "{actions: {a: {requests: [{name: A b, url: u}]}}}          | actions.a.requests[0].name: must be a name such as search",
                "{actions: {a: {requests: [{url: '${answers.x.body.id}'}]}}} | requests[0].url: ${answers.x.body.id}: 1:1: there is no answers.x; nothing is declared there",
                "{actions: {a: {requests: [{name: x, url: '${answers.x.body.id}'}]}}} | requests[0].url: ${answers.x.body.id}: 1:1: there is no answers.x",
                "{actions: {a: {requests: [{url: u, batch: {mode: array, rejected: '${[]}'}, body: {json: 1}}, {url: u}]}}} | requests[0].batch.rejected: can be said of the last request only",
                "{actions: {a: {requests: [{url: u, when: {cel: '1'}}]}}}   | requests[0].when: 1: 1:1: the condition gives int",
                "{actions: {a: {requests: [{url: u, when: {fql: x}}]}}}     | requests[0].when: unknown field 'fql'",
                "{actions: {a: {requests: [{url: u, answers: [{then: maybe}]}]}}} | answers[0].then: unknown meaning 'maybe'; known: done, finish, retry, refuse, wait",
                "{actions: {a: {requests: [{url: u, answers: [{status: [99], then: done}]}]}}} | answers[0].status[0]: must be a status from 100 to 599",
                "{actions: {a: {requests: [{url: u, batch: {mode: wrap}, body: {json: 1}}]}}} | batch.body: belongs to the mode wrap",
                "{actions: {a: {requests: [{url: u, batch: {mode: array, body: {}}, body: {json: 1}}]}}} | batch.body: belongs to the mode wrap",
                "{actions: {a: {requests: [{url: u, batch: {mode: lines}, body: {json: 1}}]}}} | batch.mode: lines needs a body of ndjson or csv",
                "{actions: {a: {requests: [{url: u, batch: {mode: once, bytes: 1MB}}]}}} | batch.bytes: is no size such as 512, 16Ki or 1Mi",
                "{actions: {a: {requests: [{url: u, body: {csv: {columns: {}}}}]}}} | csv.columns: is missing",
                "{actions: {a: {requests: [{url: u, body: {csv: {columns: {A: x}, delimiter: ab}}}]}}} | csv.delimiter: must be one character",
                "{actions: {a: {requests: [{url: u, body: {graphql: {variables: {}}}}]}}} | graphql.query: is missing",
                "{actions: {a: {requests: [{url: u, body: {json: {$each: '${event.a}'}}}]}}} | body.json.$value: is missing",
                "{actions: {a: {requests: [{url: u, body: {json: {$each: '${event.a}', $value: 1, b: 2}}}]}}} | body.json: 'b' cannot stand beside $each",
                "{actions: {a: {requests: [{url: u, body: {json: {$if: yes, $then: 1}}}]}}} | body.json.$if: must be exactly one ${...}",
                "{actions: {a: {requests: [{url: u, body: {json: {$merge: {}}}}]}}} | body.json.$merge: must be a list of objects",
                "{actions: {a: {requests: [{url: u, body: {json: '${item.a}'}}]}}} | body.json: ${item.a}: 1:1: undeclared reference to 'item'",
                "{config: {properties: {url: {type: string}}}, actions: {a: {requests: [{url: '${config.ulr}'}]}}} | url: ${config.ulr}: 1:1: there is no config.ulr; known: url",
                "{auth: {basic: {}, bearer: x}}                             | type tool: auth: must have exactly one of none, basic, bearer, header, query and oauth2",
                "{actions: {a: {values: {x: '${values.y}', y: '${values.x}'}, requests: [{url: u}]}}} | actions.a.values.x: refers to itself: x -> y -> x",
                "{actions: {a: {values: {x: '${values.z}'}, requests: [{url: u}]}}} | actions.a.values.x: ${values.z}: 1:1: there is no values.z; known: x",
                "{actions: {a: {refuse: [{reason: r}], requests: [{url: u}]}}} | actions.a.refuse[0].when: is missing",
                "{actions: {a: {refuse: [{when: {cel: 'true'}}], requests: [{url: u}]}}} | actions.a.refuse[0].reason: is missing",
                "{answers: [{when: {cel: 'fields.a'}, then: done}]}         | answers[0].when: fields.a: 1:1: undeclared reference to 'fields'; known here: body, config, headers, status, text",
                "{bases: {b: {}}, actions: {a: {bases: [c]}}}               | actions.a.bases[0]: there is no base 'c'; known: b",
                "{bases: {b: {description: x}}, actions: {a: {bases: [b]}}} | bases.b: unknown field 'description'",
                "{bases: {b: {}}, actions: {a: {bases: [b]}}}               | actions.a.requests: must hold at least one request",
                "{bases: {b: {fields: {f: {type: x}}}}, actions: {a: {bases: [b], requests: [{url: u}]}}} | actions.a.fields.f.type: unknown type 'x'",
                "{auth: {token: x}}                                         | type tool: auth: unknown field 'token'",
                "{auth: {bearer: '${event.token}'}}                         | auth.bearer: ${event.token}: 1:1: undeclared reference to 'event'; known here: config, secret",
                "{auth: {header: {'a b': x}}}                               | auth.header.a b: headers: a header's name must be",
                "{auth: {oauth2: {grant: password, tokenUrl: u}}}           | auth.oauth2.grant: unknown grant 'password'",
                "{auth: {oauth2: {grant: refreshToken, tokenUrl: u}}}       | auth.oauth2.refreshToken: is missing",
                "{auth: {oauth2: {grant: jwtBearer, tokenUrl: u}}}          | auth.oauth2.assertion: belongs to the grant jwtBearer",
                "{auth: {oauth2: {grant: clientCredentials}}}               | auth.oauth2.tokenUrl: is missing",
                "{auth: {oauth2: {grant: jwtBearer, tokenUrl: u, assertion: {algorithm: none, key: k}}}} | assertion.algorithm: must be RS256 or HS256",
                "{actions: {a: {requests: [{}]}}}                           | actions.a.requests[0].url: is missing",
                "{actions: {a: {requests: [{url: u, signatur: []}]}}}       | actions.a.requests[0]: unknown field 'signatur'",
                "{actions: {a: {requests: [{url: u, batch: {mode: x}}]}}}   | actions.a.requests[0].batch.mode: unknown mode 'x'",
                "{actions: {a: {requests: [{url: u, batch: {mode: array}}]}}} | batch.mode: needs a json body",
                "{actions: {a: {requests: [{url: u, body: {}}]}}}           | actions.a.requests[0].body: must have exactly one of json, form, text, ndjson, graphql and csv",
                "{actions: {a: {requests: [{url: u, body: {form: x}}]}}}    | body.form: must be an object",
                "{actions: {a: {requests: [{url: '${evnt}'}]}}}             | actions.a.requests[0].url: ${evnt}: 1:1: undeclared reference to 'evnt'; known here: answers, config, event, fields",
                "{actions: {a: {requests: [{url: '${event.'}]}}}            | actions.a.requests[0].url: the ${ at character 1 is not closed by a }",
                "{config: {properties: {t: {type: string, secret: true}}}, actions: {a: {requests: [{url: 'https://x/${secret.t}'}]}}} | actions.a.requests[0].url: a secret must not stand in a URL",
                "{config: {properties: {t: {type: string, secret: true}}}, actions: {a: {requests: [{url: '${[1].map(x, secret.t)[0]}'}]}}} | url: a secret must not stand in a URL",
                "{config: {properties: {t: {type: string, secret: true}}}, actions: {a: {requests: [{url: u, method: '${secret.t}'}]}}} | method: a secret must not stand in a method",
                "{config: {properties: {s: {type: string, secret: true, default: x}}}} | config.properties.s.default: a secret has no default",
                "{config: {properties: {t: {type: string, secret: true}}}, actions: {a: {requests: [{url: u, query: {k: '${secret.t}'}}]}}} | query.k: a secret must not stand in a URL",
                "{config: {properties: {t: {type: string, secret: true}}}, actions: {a: {requests: [{url: u, headers: {'*': '${secret.t}'}}]}}} | headers.*: a secret needs a header of its own",
                "{actions: {a: {requests: [{url: u, headers: {'a b': x}}]}}} | headers.a b: headers: a header's name must be",
                "{actions: {a: {requests: [{url: u, headers: {Host: x}}]}}}  | headers.Host: cannot be set",
                "{actions: {a: {fields: {f: {type: strin}}, requests: [{url: u}]}}} | actions.a.fields.f.type: unknown type 'strin'",
                "{actions: {a: {fields: {f: {type: string, required: 1}}, requests: [{url: u}]}}} | fields.f.required: must be true or false",
                "{actions: {a: {fields: {f: {type: string, pattern: '('}}, requests: [{url: u}]}}} | fields.f.pattern: is no regular expression",
                "{actions: {a: {fields: {f: {type: string, default: {x: ['${event.']}}}, requests: [{url: u}]}}} | actions.a.fields.f.default.x[0]: the ${",
                "{actions: {a: {fields: {f: {type: string, default: '${fields.x}'}}, requests: [{url: u}]}}} | fields.f.default: ${fields.x}: 1:1: there is no fields.x; known: f",
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
