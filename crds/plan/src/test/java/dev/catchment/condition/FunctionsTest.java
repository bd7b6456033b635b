package dev.catchment.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.pipeline.Events;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corners of the functions; what they are for stands, with examples, in docs/mapping.md. */
class FunctionsTest {
    private static final String EVENT = """
            {"total":10.50,"long":9007199254740993,"unsigned":18446744073709551615,
             "big":123456789012345678901234567890,"tiny":1E-400,"half":"a\\ud83d","emoji":"h😀llo","nothing":null,
             "items":[{"price":3.10,"id":123456789012345678901234567890},{"price":4.50}],
             "dotted":{"x.y":1,"a[0]":2,"":3},"list":[3.10,null,[2.50]],"text":"x","n":7}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "coalesce(event.gone, event.total)                      | 10.50",
                "coalesce(event.nothing, coalesce(event.big, 1))        | 123456789012345678901234567890",
                "coalesce(event.items[0].price, 0)                      | 3.10",
                "coalesce(event.items[9].price, event.total.x, 0)       | 0",
                "coalesce(event.gone, event.nothing)                    | null",
                "coalesce(event.unsigned, 0) == 18446744073709551615u   | true",
                "first(event.items)                                     | {\"price\":3.10,\"id\":123456789012345678901234567890}",
                "get(event, 'items[0]')                                 | {\"price\":3.10,\"id\":123456789012345678901234567890}",
                "pick(event, ['big', 'total'])                          | {\"big\":123456789012345678901234567890,\"total\":10.50}",
                "merge({'a': 1}, event.items[0])                        | {\"a\":1,\"price\":3.10,\"id\":123456789012345678901234567890}",
                "merge([{'a': 1}, null, event.items[0]])                | {\"a\":1,\"price\":3.10,\"id\":123456789012345678901234567890}",
                "unixTimes(event.items[0])                              | {\"price\":3.10,\"id\":123456789012345678901234567890}",
                "compact(event.list)                                    | [3.10,[2.50]]",
                "flatten(event.list)                                    | [3.10,null,2.50]",
                "flattenKeys({'a': event.list}, '.')                    | {\"a.0\":3.10,\"a.1\":null,\"a.2.0\":2.50}",
                "values(event.items[0])                                 | [3.10,123456789012345678901234567890]",
                "event.items.filter(i, i.price > 3)                     | [{\"price\":3.10,\"id\":123456789012345678901234567890},{\"price\":4.50}]",
                "json(event.items[0])                                   | `\"{\\\"price\\\":3.10,\\\"id\\\":123456789012345678901234567890}\"`",
            })
    void whatIsHandedOnStaysAsItIsWritten(String cel, String json) throws Exception {
        assertThat(Evaluations.json(cel, EVENT)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text(event.total)                        | \"10.50\"",
                "text(event.big)                          | \"123456789012345678901234567890\"",
                "text(event.unsigned)                     | \"18446744073709551615\"",
                "toText(event.tiny)                       | \"1E-400\"",
                "toText(event.items)                      | `\"[{\\\"price\\\":3.10,\\\"id\\\":123456789012345678901234567890},{\\\"price\\\":4.50}]\"`",
                "toText(12.0)                             | \"12\"",
                "toText(0.5)                              | \"0.5\"",
                "toText(true)                             | \"true\"",
                "toText(now)                              | \"2026-01-02T03:04:05.678Z\"",
                "toInteger(event.unsigned)                | null",
                "toInteger(event.long)                    | 9007199254740993",
                "toInteger('-12.9')                       | -12",
                "toInteger(event.tiny)                    | 0",
                "toInteger('1e999', 5)                    | 5",
                "toNumber('007')                          | null",
                "toNumber('0x10')                         | null",
                "toNumber(' -1.5e3 ')                     | -1500.0",
                "toNumber(true)                           | null",
                "toNumber(event.gone.there, 3)            | 3",
                "toBool(1.0)                              | true",
                "toBool(2)                                | null",
                "round(-0.5)                              | -1",
                "round(1e300)                             | 1.0E300",
                "round(event.n, 15)                       | 7",
                "toList(event.nothing)                    | []",
                "toList(event.items[0].price)             | [3.1]",
            })
    void casts(String cel, String json) throws Exception {
        assertThat(Evaluations.json(cel, EVENT)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // U+FFFD in place of half a pair, as TextEncoder writes it: sha256 of "a" and EF BF BD.
                "sha256(event.half)                       | \"51d277510ba4bf97b25f12d38513c1b620a2a33fc83b3beeeb0dd971bf429e6d\"",
                "urlEncode(event.half)                    | \"a%EF%BF%BD\"",
                "urlEncode('é/ ~*')                       | \"%C3%A9%2F%20~%2A\"",
                "urlDecode('%F0%9F%98%80+%')              | null",
                "urlDecode('%F0%9F%98%80+')               | \"😀+\"",
                "urlDecode('%ff')                         | null",
                "truncate(event.emoji, 2)                 | \"h😀\"",
                "truncate(event.emoji, 0)                 | \"\"",
                "padStart(event.emoji, 7, '😀-')           | \"😀-h😀llo\"",
                "padStart('x', 5, '')                     | \"x\"",
                "event.emoji.substring(1, 3)              | \"😀l\"",
                "event.emoji.substring(5)                 | \"\"",
                "capitalize('')                           | \"\"",
                "capitalize('ǆx')                         | \"Ǆx\"",
                "snakeCase('XMLHttpRequest2 Go-live')     | \"xml_http_request2_go_live\"",
                "camelCase('--')                          | \"\"",
                "titleCase('ÜBER dasWetter')              | \"Über Das Wetter\"",
                "replaceAll('aaa', 'aa', 'b')             | \"ba\"",
                "replaceAll('a', '', 'b')                 | \"a\"",
                "regexReplace('a1b2', '([a-z])([0-9])', '$2$1') | \"1a2b\"",
                "regexReplace('abc', '', '-')             | \"-a-b-c-\"",
                "regexReplace('5', '5', '\\\\$')          | \"$\"",
                "trim('\u00a0\u2003x\t')                  | \"\u00a0\u2003x\"",
                "[1, 'a', null, true].join('-')           | \"1-a-true\"",
                "lower(event.nothing)                     | null",
                "sha256(lower(trim(event.gone.email)))    | (missing)",
            })
    void texts(String cel, String json) throws Exception {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object(EVENT))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizeEmail('@x')                     | null",
                "normalizeEmail('x@')                     | null",
                "normalizePhone('+49 (0) 30 / 123-456')   | \"+4930123456\"",
                "normalizePhone('00 49 30 123456')        | \"+4930123456\"",
                "normalizePhone('030 123456')             | null",
                "normalizePhone('030 123456', '+49')      | \"+4930123456\"",
                "normalizePhone('030 123456', 49)         | \"+4930123456\"",
                "normalizePhone('1 (555) 123-4567', '1')  | \"+15551234567\"",
                "normalizePhone('555.123.4567', '1')      | \"+15551234567\"",
                "normalizePhone('٠٣٠ ١٢٣٤٥٦', '49')       | \"+4930123456\"",
                "normalizePhone(15551234567)              | \"+15551234567\"",
                "normalizePhone('+1 555 123 4567 x12')    | null",
                "normalizePhone('+49+30123456')           | null",
                "normalizePhone('+0301234567')            | null",
                "normalizePhone('123456')                 | null",
                "normalizePhone('+1234567890123456')      | null",
                "normalizePhone('')                       | null",
                "normalizeName('  Zoë   O’Neil-Smith Jr. ') | \"zoë oneilsmith jr\"",
                "normalizeName('E\u0301a')                | \"éa\"",
                "normalizeName(' - ')                     | null",
            })
    void contacts(String cel, String json) throws Exception {
        assertThat(Evaluations.json(cel, EVENT)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['a', 'b'].transformList(i, v, v + string(i))             | [\"a0\",\"b1\"]",
                "['a', 'b'].transformList(i, v, i > 0, v)                  | [\"b\"]",
                "{'a': 1}.transformMap(k, v, k + string(v))                | {\"a\":\"a1\"}",
                "event.list.transformMapEntry(i, v, i == 0, {string(i): v}) | {\"0\":3.1}",
            })
    void loopsOverTwoVariables(String cel, String json) throws Exception {
        assertThat(Evaluations.json(cel, EVENT)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "isoTime(99999999999)                     | \"5138-11-16T09:46:39.000Z\"",
                "isoTime(100000000000)                    | \"1973-03-03T09:46:40.000Z\"",
                "isoTime('1767323045.678')                | \"2026-01-02T03:04:05.678Z\"",
                "isoTime(1767323045.5)                    | \"2026-01-02T03:04:05.500Z\"",
                "isoTime(-1)                              | \"1969-12-31T23:59:59.000Z\"",
                "unixSeconds('1969-12-31T23:59:59.500Z')  | -1",
                "unixMillis('2026-01-02')                 | 1767312000000",
                "unixMicros('2026-01-02T03:04:05.000001+02:00') | 1767315845000001",
                "unixTimes({'a': {'b': '2026-01-02T03:04:05.678+01:00'}}) | {\"a\":{\"b\":1767319445}}",
                "unixTimes({'a': ['2026-01-02']})         | {\"a\":[\"2026-01-02\"]}",
                "unixTimes('2026-01-02')                  | 1767312000",
                "unixTimes('2026-13-02')                  | \"2026-13-02\"",
                "unixTimes('20260102')                    | \"20260102\"",
                "unixTimes('x 2026-01-02')                | \"x 2026-01-02\"",
                "parseTime('12026-01-02')                 | null",
                "parseTime(event.unsigned)                | null",
                "parseTime(event.items)                   | null",
                "parseTime(now) == now                    | true",
                "unixMillis(now + duration('1s'))         | 1767323046678",
                "formatTime('2026-07-01T00:00:00Z', 'yyyy-MM-dd HH:mm z', 'America/New_York') | \"2026-06-30 20:00 EDT\"",
                "formatTime('x', 'yyyy')                  | null",
            })
    void times(String cel, String json) throws Exception {
        assertThat(Evaluations.json(cel, EVENT)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get(event, 'dotted.x\\\\.y')             | 1",
                "get(event, 'dotted.a\\\\[0\\\\]')          | 2",
                "get(event, 'list[2][0]')                 | 2.5",
                "get(event, '[0]')                        | (missing)",
                "get(event.list, '[0]')                   | 3.1",
                "get(event, 'list[99]', 'none')           | \"none\"",
                "get(event, 'nothing', 1)                 | null",
                "get(event, '').n                         | 7",
                "get(event.gone.there, 'x', event.n)      | 7",
                "get(event, 'gone') == null               | false",
                "coalesce(get(event, 'gone'), 5)          | 5",
                "exists(get(event, 'gone'))               | false",
                "exists(jsonDecode('{\"a\":{\"b\":1}}').a.b)  | true",
                "exists(jsonDecode('{\"a\":{\"b\":1}}').x.b)  | false",
                "event.items.map(i, exists(i.id))         | [true,false]",
                "typeOf(event.gone)                       | \"missing\"",
                "typeOf(event.?gone)                      | \"missing\"",
                "typeOf(event.nothing)                    | \"null\"",
                "isBlank({})                              | true",
                "!isBlank(0) && !isBlank(false)           | true",
                "compact({'a': event.gone.x, 'b': event.items[7], 'c': 0, 'd': ' '}) | {\"c\":0}",
                "compact([event.gone, event.n])           | [7]",
                "merge(event.gone, event.nothing)         | {}",
                "distinct([1, 1.0, '1', null, null, [1], [1]]) | [1,\"1\",null,[1]]",
                "sum([0.1, 0.2])                          | 0.3",
                "sum([9223372036854775807, 1])            | 9223372036854775808",
                "sum([])                                  | 0",
                "first([]) == null && last([]) == null    | true",
                "uuidFrom('https://example.com/')         | \"dd2c1780-811a-5296-81c5-178a0ef488bc\"",
                "hex(hmacSha1('a', b'k')) == hex(hmacSha1(b'a', 'k')) | true",
                "event.text.matches('X')                  | false",
                "event.text.matches('(?i)^X$')            | true",
                "matches(event.text, 'x')                 | true",
            })
    void pathsListsAndHashes(String cel, String json) throws Exception {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object(EVENT))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lower(event.n)                     | 1:6: lower() needs a text, not a number; toText() makes one",
                "sha256(event.items)                | 1:7: sha256() needs a text, not a list",
                "truncate(event.text, -1)           | 1:9: truncate() needs a whole number from 0 to 1000000 as argument 2, not another number",
                "event.text.substring(2)            | 1:21: substring() needs positions inside of the text, the first one first",
                "hmacSha256(event.text, '')         | 1:11: hmacSha256() needs a key that is not empty as argument 2",
                "text(event.items)                  | 1:5: text() needs a text, number, truth value or time, not a list",
                "sum([event.text])                  | 1:4: sum() needs a list of numbers; toNumber() makes them of texts",
                "pick(event, [1])                   | 1:5: pick() needs a list of texts as argument 2",
                "merge(event, event.n)              | 1:6: merge() needs a map as argument 2, not a number",
                "event.items.join(',')              | 1:17: join() needs a list of texts, numbers and truth values",
                "regexReplace(event.text, event.text + '(', '') | 1:13: regexReplace() needs a regular expression in RE2's syntax as argument 2",
                "regexReplace(event.text, 'x', '$1')| 1:13: regexReplace() needs a replacement whose groups, such as $1, are in the pattern, as argument 3",
                "normalizePhone('1', event.text)    | 1:15: normalizePhone() needs a country's calling code such as '49' as argument 2",
                "event.nothing.matches('x')         | 1:22: matches() needs a text as argument 1, not null",
                "int(event.text)                    | 1:4: a text cannot be read as the number, time or duration asked for",
                "event.n ? 1 : 2                    | 1:6: a condition gives a value that is neither true nor false",
                "event.n.map(x, x)                  | 1:6: a loop needs a list or a map to run over",
                "{event.text: 1, event.text: 2}     | 1:22: a map has the same key twice",
            })
    void whatFailsSaysWhatIsNeededAndWhere(String cel, String problem) {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object(EVENT))).isEqualTo("error: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lowr(event.x)                      | 1:5: undeclared reference to 'lowr', which is no function; did you mean lower?; docs/mapping.md lists all functions",
                "event.x.strtsWith('a')             | 1:18: undeclared reference to 'strtsWith', which is no function; did you mean startsWith?; docs/mapping.md lists all functions",
                "sha265(event.x)                    | 1:7: undeclared reference to 'sha265', which is no function; did you mean sha256?; docs/mapping.md lists all functions",
                "toString(event.x)                  | 1:9: undeclared reference to 'toString', which is no function; did you mean string or substring?; docs/mapping.md lists all functions",
                "TOTEXT(event.x)                    | 1:7: undeclared reference to 'TOTEXT', which is no function; did you mean toText or text?; docs/mapping.md lists all functions",
                "1 + evnt.x                         | 1:5: undeclared reference to 'evnt'; known here: config, event, now; did you mean event?",
                "coalesce(1, evnt.x)                | 1:13: undeclared reference to 'evnt'; known here: config, event, now; did you mean event?",
                "event.x.matches(5)                 | 1:16: found no matching overload for 'matches' applied to '(dyn, int)' (candidates: (string, string))",
                "event.x.matches('(')               | 1:16: matches() needs a regular expression in RE2's syntax as argument 2",
                "formatTime(event.x, 'qqqqqqqq')    | 1:11: formatTime() needs a pattern of at most 100 characters such as 'yyyy-MM-dd HH:mm' as argument 2",
                "formatTime(now, 'yyyy', 'Mars')    | 1:11: formatTime() needs a time zone such as 'Europe/Berlin' or '+02:00' as argument 3",
                "get(event, 'a..b')                 | 1:4: get() needs a path such as 'a.b[0].c' as argument 2",
                "get(event, 'a[x]')                 | 1:4: get() needs a path such as 'a.b[0].c' as argument 2",
            })
    void whatCannotWorkIsRefusedBeforeAnyEventComes(String cel, String problem) {
        assertThat(Evaluations.jsonOrProblem(cel, Events.object("{}"))).isEqualTo("error: " + problem);
    }
}
