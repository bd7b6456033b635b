package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Understands mapping directives as Segment's mapping kit does. What it refuses there, or has no equal here, is named
 * with its place.
 */
final class DirectiveReader {
    private static final int REPLACEMENT_LENGTH = 10;

    private static final String REWRITE = "write the field in Catchment's mapping language by hand (docs/mapping.md)";
    static final String REPAIR = "repair the mapping; Segment refuses it for every event";

    private final Payload payload;

    DirectiveReader(Payload payload) {
        this.payload = payload;
    }

    /** @param at where the node is in the file */
    Source read(String at, JsonNode node) throws Untranslatable {
        return switch (node) {
            case ObjectNode object -> object(at, object);
            case ArrayNode array -> {
                List<Source> elements = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    elements.add(read(JsonPath.element(at, i), array.get(i)));
                }
                yield new Source.Elements(elements);
            }
            default -> new Source.Constant(node);
        };
    }

    private Source object(String at, ObjectNode object) throws Untranslatable {
        List<String> directives = new ArrayList<>();
        List<String> others = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("@")) {
                directives.add(name);
            } else if (!name.startsWith("_")) {
                others.add(name);
            }
        });
        if (directives.isEmpty()) {
            Map<String, Source> members = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                members.put(member.getKey(), read(JsonPath.member(at, member.getKey()), member.getValue()));
            }
            return new Source.Members(members);
        }
        if (directives.size() > 1) {
            throw new Untranslatable(at, "an object with several directives (" + some(directives) + ")", REPAIR);
        }
        if (!others.isEmpty()) {
            throw new Untranslatable(at, "a directive beside other members (" + some(others) + ")", REPAIR);
        }
        String name = directives.getFirst();
        try {
            return directive(JsonPath.member(at, name), name, object.get(name));
        } catch (Inexpressible e) {
            throw new Untranslatable(JsonPath.member(at, name), String.valueOf(e.getMessage()), REWRITE);
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", ..." : "");
    }

    private Source directive(String at, String name, JsonNode value) throws Untranslatable, Inexpressible {
        return switch (name) {
            case "@path" -> payload.at(PathSteps.ofDirective(constantText(at, "a path", value)));
            case "@template" -> TemplateText.read(constantText(at, "a template", value), payload);
            case "@literal" -> read(at, value);
            case "@if" -> choice(at, options(at, value));
            case "@case" -> cased(at, options(at, value));
            case "@replace" -> replaced(at, options(at, value));
            case "@arrayPath" -> each(at, value);
            case "@merge" -> merged(at, options(at, value));
            case "@transform" -> transformed(at, options(at, value));
            case "@flatten" -> flattened(at, options(at, value));
            case "@json" -> json(at, options(at, value));
            case "@excludeWhenNull" -> withoutNull(read(at, value));
            case "@liquid" -> liquid(at, value);
            default -> throw new Untranslatable(at, "the directive " + name + " is not known", REPAIR);
        };
    }

    private static ObjectNode options(String at, JsonNode value) throws Untranslatable {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new Untranslatable(at, "its value is no object", REPAIR);
    }

    private String constantText(String at, String what, JsonNode value) throws Untranslatable {
        Source source = read(at, value);
        if (source instanceof Source.Constant constant && constant.value().isTextual()) {
            return constant.value().textValue();
        }
        throw source instanceof Source.Constant
                ? new Untranslatable(at, what + " that is no text", REPAIR)
                : new Untranslatable(at, what + " that is computed from the event", REWRITE);
    }

    private Source choice(String at, ObjectNode options) throws Untranslatable, Inexpressible {
        boolean exists = options.has("exists");
        if (!isTruthy(options.path("exists")) && !isTruthy(options.path("blank"))) {
            throw new Untranslatable(at, "it has neither exists nor blank", REPAIR);
        }
        String member = exists ? "exists" : "blank";
        Source subject = read(JsonPath.member(at, member), options.get(member));
        Source then = options.has("then") ? read(at + ".then", options.get("then")) : Source.Nothing.VALUE;
        Source otherwise =
                isTruthy(options.path("else")) ? read(at + ".else", options.get("else")) : Source.Nothing.VALUE;
        if (exists && subject instanceof Source.Path path && !path.isIndexed() && subject.equals(then)) {
            return new Source.FirstOf(path, otherwise);
        }
        return new Source.Choice(exists ? CelWriter.exists(subject) : CelWriter.isNotBlank(subject), then, otherwise);
    }

    /** As JavaScript sees it. */
    private static boolean isTruthy(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> node.booleanValue();
            case STRING -> !node.textValue().isEmpty();
            case NUMBER -> node.doubleValue() != 0;
            default -> true;
        };
    }

    private Source cased(String at, ObjectNode options) throws Untranslatable {
        JsonNode operator = options.path("operator");
        if (!operator.isTextual() || !Set.of("lower", "upper").contains(operator.textValue())) {
            throw new Untranslatable(at + ".operator", "it is neither lower nor upper", REPAIR);
        }
        if (!isTruthy(options.path("value"))) {
            return Source.Nothing.VALUE;
        }
        boolean upper = operator.textValue().equals("upper");
        return switch (textOrDirective(at, options)) {
            case Source.Constant constant
            when constant.value().isTextual() ->
                new Source.Constant(TextNode.valueOf(
                        upper
                                ? constant.value().textValue().toUpperCase(java.util.Locale.ROOT)
                                : constant.value().textValue().toLowerCase(java.util.Locale.ROOT)));
            case Source value -> new Source.Cased(upper, value);
        };
    }

    private Source textOrDirective(String at, ObjectNode options) throws Untranslatable {
        JsonNode value = options.path("value");
        if (!value.isTextual() && !isDirective(value)) {
            throw new Untranslatable(at + ".value", "it is neither a text nor a directive", REPAIR);
        }
        return read(at + ".value", value);
    }

    private static boolean isDirective(JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (member.getKey().startsWith("@")) {
                    return true;
                }
            }
        }
        return false;
    }

    private Source replaced(String at, ObjectNode options) throws Untranslatable {
        List<Source.Replacement> replacements = new ArrayList<>();
        replacements.add(replacement(at, options, "pattern", "replacement"));
        if (isTruthy(options.path("pattern2"))) {
            replacements.add(replacement(at, options, "pattern2", "replacement2"));
        }
        boolean ignoreCase = flag(at, options, "ignorecase", false);
        boolean everywhere = flag(at, options, "global", true);
        return isTruthy(options.path("value"))
                ? new Source.Replaced(textOrDirective(at, options), replacements, ignoreCase, everywhere)
                : Source.Nothing.VALUE;
    }

    private static Source.Replacement replacement(String at, ObjectNode options, String patternName, String name)
            throws Untranslatable {
        String pattern = shortText(at, options, patternName);
        if (pattern.isEmpty()) {
            throw new Untranslatable(JsonPath.member(at, patternName), "it is empty", REPAIR);
        }
        String replacement =
                options.path(name).isMissingNode() || options.path(name).isNull() ? "" : shortText(at, options, name);
        // JavaScript's own signs in a replacement; without groups, $1 is only text.
        for (String sign : List.of("$&", "$`", "$'")) {
            if (replacement.replace("$$", "").contains(sign)) {
                throw new Untranslatable(
                        JsonPath.member(at, name),
                        "a replacement with " + sign + ", which stands for found text",
                        REWRITE);
            }
        }
        return new Source.Replacement(pattern, replacement.replace("$$", "$"));
    }

    private static String shortText(String at, ObjectNode options, String name) throws Untranslatable {
        JsonNode value = options.path(name);
        if (!value.isTextual() || value.textValue().length() > REPLACEMENT_LENGTH) {
            throw new Untranslatable(
                    JsonPath.member(at, name),
                    "it is no text of at most " + REPLACEMENT_LENGTH + " characters",
                    REPAIR);
        }
        return value.textValue();
    }

    private static boolean flag(String at, ObjectNode options, String name, boolean otherwise) throws Untranslatable {
        JsonNode value = options.path(name);
        if (!value.isBoolean() && !value.isMissingNode()) {
            throw new Untranslatable(JsonPath.member(at, name), "it is neither true nor false", REPAIR);
        }
        return value.asBoolean(otherwise);
    }

    private Source each(String at, JsonNode value) throws Untranslatable {
        JsonNode path = value.path(0);
        if (!value.isArray() || !(path.isTextual() || isDirective(path))) {
            throw new Untranslatable(at, "it is no list that begins with a path", REPAIR);
        }
        Source list = path.isTextual()
                ? payload.at(PathSteps.ofDirective(path.textValue()))
                : read(JsonPath.element(at, 0), path);
        if (!(value.path(1) instanceof ObjectNode shape) || shape.isEmpty()) {
            return list;
        }
        return list instanceof Source.Nothing
                ? list
                : new Source.Each(list, new DirectiveReader(Payload.ITEM).read(JsonPath.element(at, 1), shape));
    }

    private Source merged(String at, ObjectNode options) throws Untranslatable {
        JsonNode direction = options.path("direction");
        if (!direction.isTextual()
                || !Set.of("left", "right").contains(direction.textValue().toLowerCase(java.util.Locale.ROOT))) {
            throw new Untranslatable(at + ".direction", "it is neither left nor right", REPAIR);
        }
        if (!(options.path("objects") instanceof ArrayNode objects)) {
            throw new Untranslatable(at + ".objects", "it is no list", REPAIR);
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            String where = JsonPath.element(at + ".objects", i);
            if (!objects.get(i).isObject()) {
                throw new Untranslatable(where, "it is neither an object nor a directive", REPAIR);
            }
            sources.add(read(where, objects.get(i)));
        }
        return Merging.of(direction.textValue().equals("left") ? sources.reversed() : sources);
    }

    private Source transformed(String at, ObjectNode options) throws Untranslatable {
        for (String name : List.of("apply", "mapping")) {
            if (!options.path(name).isObject()) {
                throw new Untranslatable(JsonPath.member(at, name), "it is no object", REPAIR);
            }
        }
        return made(at, options.get("apply")).read(at + ".mapping", options.get("mapping"));
    }

    /** Reads what follows a transformation. */
    DirectiveReader made(String at, JsonNode apply) throws Untranslatable {
        return new DirectiveReader(new Payload.Made(read(at + ".apply", apply)));
    }

    private Source flattened(String at, ObjectNode options) throws Untranslatable {
        JsonNode separator = options.path("separator");
        if (!separator.isTextual() || separator.textValue().isEmpty()) {
            throw new Untranslatable(at + ".separator", "it is no text", REPAIR);
        }
        Source value = read(at + ".value", required(at, options, node -> !node.isMissingNode()));
        return new Source.Flattened(value, separator.textValue(), isTruthy(options.path("omitArrays")));
    }

    private Source json(String at, ObjectNode options) throws Untranslatable {
        JsonNode value = required(at, options, DirectiveReader::isTruthy);
        String mode = options.path("mode").asText();
        return switch (mode) {
            case "encode" -> new Source.Encoded(read(at + ".value", value));
            case "decode" -> new Source.Decoded(read(at + ".value", value));
            default -> throw new Untranslatable(at + ".mode", "it is neither encode nor decode", REPAIR);
        };
    }

    private static JsonNode required(String at, ObjectNode options, Predicate<JsonNode> isThere) throws Untranslatable {
        JsonNode value = options.path("value");
        if (!isThere.test(value)) {
            throw new Untranslatable(at + ".value", "it is missing", REPAIR);
        }
        return value;
    }

    private static Source withoutNull(Source source) {
        return switch (source) {
            case Source.Constant constant -> constant.value().isNull() ? Source.Nothing.VALUE : constant;
            case Source.Members members -> {
                Map<String, Source> clean = new LinkedHashMap<>();
                members.members().forEach((name, value) -> clean.put(name, withoutNull(value)));
                yield new Source.Members(clean);
            }
            case Source.Choice choice ->
                new Source.Choice(choice.condition(), withoutNull(choice.then()), withoutNull(choice.otherwise()));
            case Source.Elements elements -> elements;
            default -> source.mayMiss() ? new Source.WithoutNull(source) : source;
        };
    }

    private Source liquid(String at, JsonNode value) throws Untranslatable {
        if (!value.isTextual()) {
            throw new Untranslatable(at, "it is no text", REPAIR);
        }
        if (value.textValue().length() > LiquidReader.MAX_LENGTH) {
            throw new Untranslatable(at, "it is longer than " + LiquidReader.MAX_LENGTH + " characters", REPAIR);
        }
        try {
            return new LiquidReader(value.textValue(), payload).read();
        } catch (Inexpressible e) {
            throw new Untranslatable(at, "Liquid: " + e.getMessage(), REWRITE);
        }
    }

    /** A constant of this text. */
    static Source text(String text) {
        return new Source.Constant(JsonNodeFactory.instance.textNode(text));
    }
}
