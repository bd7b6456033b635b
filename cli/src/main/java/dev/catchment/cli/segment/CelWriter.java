package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a source as one CEL expression. There are two ways: in one a missing path makes the whole expression missing,
 * as it should where the expression is all there is; in the other it is null, for places that must go on without it.
 */
final class CelWriter {
    /** What JavaScript takes for an empty text when it compares loosely. */
    private static final String BLANK = "['', 0, false, []]";

    private static final int SAFE_DIGITS = 15;

    private final boolean total;

    private CelWriter(boolean total) {
        this.total = total;
    }

    /** Missing if the path it hangs on is. */
    static String strict(Source source) throws Inexpressible {
        return new CelWriter(false).write(source);
    }

    /** Null for what is missing. */
    static String total(Source source) throws Inexpressible {
        return new CelWriter(true).write(source);
    }

    /** No CEL can say it; a template may. */
    static final class Inexpressible extends Exception {
        private static final long serialVersionUID = 1L;

        Inexpressible(String message) {
            super(message);
        }
    }

    /** Whether there is a value that is not null. */
    static String exists(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Nothing nothing -> "false";
            case Source.Constant constant -> String.valueOf(!constant.value().isNull());
            case Source.Path path -> path.isIndexed() ? total(path) + " != null" : "exists(" + path.cel() + ")";
            case Source.Cased cased -> exists(cased.of());
            case Source.Encoded encoded -> exists(encoded.of());
            case Source.WithoutNull without -> exists(without.of());
            case Source.Each each -> exists(each.list());
            case Source.Choice choice ->
                "(" + choice.condition() + " ? " + exists(choice.then()) + " : " + exists(choice.otherwise()) + ")";
            case Source.FirstOf first -> {
                String otherwise = exists(first.otherwise());
                yield otherwise.equals("true") ? "true" : "(" + exists(first.path()) + " || " + otherwise + ")";
            }
            default -> source.mayMiss() ? total(source) + " != null" : "true";
        };
    }

    /** Whether there is a value that JavaScript does not take for an empty text. */
    static String isNotBlank(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Nothing nothing -> "false";
            case Source.Members members -> "true";
            case Source.Merged merged -> "true";
            case Source.Flattened flattened -> "true";
            case Source.Constant constant when constant.value().isNull() -> "false";
            case Source.Path path -> "!(" + orElse(path, "''") + " in " + BLANK + ")";
            default -> "![null, '', 0, false, []].exists(b, b == " + total(source) + ")";
        };
    }

    static String orElse(Source.Path path, String otherwise) {
        return path.isIndexed()
                ? "coalesce(" + get(path) + ", " + otherwise + ")"
                : "coalesce(" + path.cel() + ", " + otherwise + ")";
    }

    private static String get(Source.Path path) {
        return getAt(path.root(), path.steps());
    }

    private static String getAt(String of, List<String> steps) {
        StringBuilder path = new StringBuilder();
        for (String step : steps) {
            if (PathSteps.isIndex(step)) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.replaceAll("([.\\[\\\\])", "\\\\$1"));
            }
        }
        return "get(" + of + ", " + CelText.quote(path.toString()) + ")";
    }

    private String write(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Nothing nothing -> total ? "null" : "optional.none()";
            case Source.Constant constant -> constant(constant.value());
            case Source.Path path -> path(path);
            case Source.Part part -> {
                String value = getAt(total(part.of()), part.steps());
                yield total ? "coalesce(" + value + ")" : value;
            }
            case Source.Members members -> members(members.members());
            case Source.Elements elements -> list(elements.elements());
            case Source.Text text -> text(text.parts());
            case Source.FirstOf first -> firstOf(first);
            case Source.Choice choice ->
                "(" + choice.condition() + " ? " + dyn(choice.then()) + " : " + dyn(choice.otherwise()) + ")";
            case Source.Cased cased -> cased(cased);
            case Source.Replaced replaced -> Replacements.cel(textOf(replaced.of()), replaced);
            case Source.Each each -> each(each);
            case Source.Merged merged -> merged(merged.objects());
            case Source.Omitted omitted -> "omit(" + write(omitted.of()) + ", " + names(omitted.keys()) + ")";
            case Source.Flattened flattened ->
                "flattenKeys(" + object(flattened.of()) + ", " + CelText.quote(flattened.separator())
                        + (flattened.omitArrays() ? ", true)" : ")");
            case Source.Encoded encoded -> "json(" + write(encoded.of()) + ")";
            case Source.Decoded decoded -> decoded(decoded.of());
            case Source.WithoutNull without -> write(without.of());
            case Source.Computed computed -> computed.cel();
        };
    }

    private String path(Source.Path path) {
        if (path.steps().isEmpty()) {
            return path.root();
        }
        if (path.isIndexed()) {
            return total ? "coalesce(" + get(path) + ")" : get(path);
        }
        return total ? "coalesce(" + path.cel() + ")" : path.cel();
    }

    /** Of two branches with different types. */
    private String dyn(Source source) throws Inexpressible {
        return "dyn(" + write(source) + ")";
    }

    private String firstOf(Source.FirstOf first) throws Inexpressible {
        // Where everything misses, so does the value.
        return !total && first.otherwise() instanceof Source.Path path
                ? "(" + exists(first.path()) + " ? " + first.path().cel() + " : " + path.cel() + ")"
                : orElse(first.path(), lenient(first.otherwise()));
    }

    /** An argument of coalesce, where a path may miss. */
    private static String lenient(Source source) throws Inexpressible {
        return source instanceof Source.Path path && !path.isIndexed() ? path.cel() : total(source);
    }

    static String constant(JsonNode value) throws Inexpressible {
        if (value.isTextual()) {
            return CelText.quote(value.textValue());
        }
        if (value.isIntegralNumber() && !value.canConvertToLong()) {
            return value.asText() + ".0";
        }
        if (value.isNumber() && !value.isIntegralNumber()) {
            if (value.decimalValue().precision() > SAFE_DIGITS + 2) {
                throw new Inexpressible("a number with so many digits");
            }
            return String.valueOf(value.doubleValue());
        }
        return value.asText();
    }

    private static String members(Map<String, Source> members) throws Inexpressible {
        List<String> written = new ArrayList<>();
        for (Map.Entry<String, Source> member : members.entrySet()) {
            Source value = member.getValue();
            String key = CelText.quote(member.getKey()) + ": ";
            if (value instanceof Source.Nothing) {
                continue;
            }
            if (!value.mayMiss()) {
                written.add(key + total(value));
            } else {
                written.add("?" + key + present(value));
            }
        }
        return "{" + String.join(", ", written) + "}";
    }

    /** An optional: a null that the event has becomes a missing member too. */
    private static String present(Source value) throws Inexpressible {
        return "[" + total(value) + "].map(v, v == null ? optional.none() : optional.of(v))[0]";
    }

    private static String list(List<Source> elements) throws Inexpressible {
        List<String> written = new ArrayList<>();
        for (Source element : elements) {
            written.add(total(element));
        }
        return "[" + String.join(", ", written) + "]";
    }

    private static String text(List<Source> parts) throws Inexpressible {
        List<String> written = new ArrayList<>();
        for (Source part : parts) {
            written.add(textOf(part));
        }
        return written.isEmpty()
                ? "''"
                : written.size() == 1 ? written.getFirst() : "(" + String.join(" + ", written) + ")";
    }

    /** A text for every event. */
    static String textOf(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Nothing nothing -> "''";
            case Source.Constant constant ->
                constant.value().isNull()
                        ? "''"
                        : CelText.quote(constant.value().asText());
            case Source.Text text -> text(text.parts());
            case Source.Replaced replaced -> total(replaced);
            case Source.Computed computed -> computed.cel();
            case Source.Choice choice ->
                "(" + choice.condition() + " ? " + textOf(choice.then()) + " : " + textOf(choice.otherwise()) + ")";
            case Source.Path path -> "toText(" + orElse(path, "''") + ")";
            default -> "toText(coalesce(" + total(source) + ", ''))";
        };
    }

    private String cased(Source.Cased cased) throws Inexpressible {
        String function = cased.upper() ? "upper" : "lower";
        if (!total && cased.of() instanceof Source.Path path && !path.isIndexed()) {
            return "type(" + path.cel() + ") == string ? " + function + "(" + path.cel() + ") : " + path.cel();
        }
        return "[" + write(cased.of()) + "].map(v, type(v) == string ? dyn(" + function + "(v)) : v)[0]";
    }

    private static String each(Source.Each each) throws Inexpressible {
        return "[" + total(each.list()) + "].map(v, v == null ? v : dyn(toList(v).map(item, " + total(each.shape())
                + ")))[0]";
    }

    private static String merged(List<Source> objects) throws Inexpressible {
        List<String> written = new ArrayList<>();
        for (Source each : objects) {
            written.add(object(each));
        }
        return written.isEmpty() ? "{}" : "merge(" + String.join(", ", written) + ")";
    }

    /** An object, empty where there is none. */
    private static String object(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Path path -> orElse(path, "{}");
            case Source.Members members -> members(members.members());
            default -> "coalesce(" + total(source) + ", {})";
        };
    }

    private String decoded(Source of) throws Inexpressible {
        String text = of instanceof Source.Path path ? path(path) : "v";
        // A text that is no JSON stays; so does the JSON text null become null.
        String decoded = "type(" + text + ") == string && (jsonDecode(" + text + ") != null || " + text
                + ".trim() == 'null') ? jsonDecode(" + text + ") : " + text;
        return of instanceof Source.Path ? "(" + decoded + ")" : "[" + write(of) + "].map(v, " + decoded + ")[0]";
    }

    private static String names(List<String> names) {
        return names.stream().map(CelText::quote).collect(Collectors.joining(", ", "[", "]"));
    }
}
