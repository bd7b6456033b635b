package dev.catchment.cli.segment;

import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.Set;

/**
 * A value inside Liquid, in CEL that has an answer for every event.
 *
 * @param cel null where the value is missing
 * @param text the same as a text, empty where it is missing
 */
record LiquidValue(String cel, String text) {
    private static final Set<String> COUNTS = Set.of("size", "first", "last");

    /** A text that is computed. */
    static LiquidValue ofText(String cel) {
        return new LiquidValue(cel, cel);
    }

    /** A number that is computed. */
    static LiquidValue ofNumber(String cel) {
        return new LiquidValue(cel, "toText(" + cel + ")");
    }

    /** A literal or a path. */
    static LiquidValue of(String word, Payload payload) throws Inexpressible {
        if (LiquidTokens.isText(word)) {
            return ofText(CelText.quote(LiquidTokens.unquoted(word)));
        }
        if (LiquidTokens.isNumber(word)) {
            return new LiquidValue(word, CelText.quote(JsNumbers.text(JsNumbers.parse(word))));
        }
        return switch (word) {
            case "true", "false" -> new LiquidValue(word, CelText.quote(word));
            case "nil", "null" -> new LiquidValue("null", "''");
            case "empty", "blank" -> throw new Inexpressible("the word " + word);
            default -> ofPath(source(word, payload));
        };
    }

    static Source source(String path, Payload payload) throws Inexpressible {
        var steps = PathSteps.of(path);
        if (steps.stream().skip(1).anyMatch(COUNTS::contains)) {
            throw new Inexpressible("size, first and last in a path");
        }
        return payload.at(steps);
    }

    private static LiquidValue ofPath(Source source) throws Inexpressible {
        return new LiquidValue(CelWriter.total(source), CelWriter.textOf(source));
    }

    /** As arithmetic takes it: what is no number is 0. */
    String number() {
        return JsNumbers.isPlain(cel) ? "double(" + cel + ")" : "double(coalesce(toNumber(" + cel + ", 0), 0))";
    }
}
