package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a source as a template of the mapping language. */
final class TemplateWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> STRUCTURES = Set.of("$each", "$if", "$merge");
    /** A field that is given this has no value, and not the action's default either. */
    static final String NO_VALUE = "${null}";

    private TemplateWriter() {}

    /**
     * The value of an action's field, where null, an empty text and a missing value are all the same.
     *
     * @throws Inexpressible if the mapping language cannot say it
     */
    static JsonNode field(Source source) throws Inexpressible {
        JsonNode written =
                switch (source) {
                    case Source.Elements elements -> elements(elements.elements(), false);
                    case Source.Text text
                    when text.parts().size() == 1 -> value(text.parts().getFirst());
                    case Source.FirstOf first
                    when !isStructure(first.otherwise()) -> expression(CelWriter.total(first));
                    case Source.WithoutNull without when without.of() instanceof Source.Path path -> value(path);
                    case Source.Constant constant when constant.value().isNull() -> null;
                    default -> value(source);
                };
        return written == null ? TextNode.valueOf(NO_VALUE) : written;
    }

    private static boolean isStructure(Source source) {
        return switch (source) {
            case Source.Members members -> true;
            case Source.Elements elements -> true;
            case Source.Each each -> true;
            case Source.Merged merged -> true;
            case Source.Choice choice -> true;
            case Source.FirstOf first -> isStructure(first.otherwise());
            default -> false;
        };
    }

    /** @return null for what is always missing */
    private static @Nullable JsonNode value(Source source) throws Inexpressible {
        return switch (source) {
            case Source.Nothing nothing -> null;
            case Source.Constant constant -> constant(constant.value());
            case Source.Members members -> members(members.members());
            case Source.Elements elements -> elements(elements.elements(), true);
            case Source.Text text -> text(text.parts());
            case Source.FirstOf first -> firstOf(first);
            case Source.Choice choice -> choice(choice.condition(), value(choice.then()), value(choice.otherwise()));
            case Source.Each each -> each(each);
            case Source.Merged merged -> merged(merged.objects());
            case Source.WithoutNull without -> choice(CelWriter.exists(without.of()), value(without.of()), null);
            case Source.Cased cased
            when !isPlainPath(cased.of()) -> choice(CelWriter.exists(cased), expression(CelWriter.total(cased)), null);
            case Source.Decoded decoded
            when !isPlainPath(decoded.of()) ->
                choice(CelWriter.exists(decoded.of()), expression(CelWriter.total(decoded)), null);
            default -> expression(CelWriter.strict(source));
        };
    }

    private static boolean isPlainPath(Source source) {
        return source instanceof Source.Path path && !path.isIndexed();
    }

    /** A value that is null where it would be missing: an element of a list. */
    private static JsonNode element(Source source) throws Inexpressible {
        JsonNode written =
                switch (source) {
                    case Source.Path path -> expression(CelWriter.total(path));
                    case Source.Choice choice ->
                        choice(choice.condition(), element(choice.then()), element(choice.otherwise()));
                    case Source.Each each -> choice(CelWriter.exists(each.list()), each(each), JSON.nullNode());
                    default -> source.mayMiss() ? expression(CelWriter.total(source)) : value(source);
                };
        return written == null ? JSON.nullNode() : written;
    }

    private static JsonNode constant(JsonNode value) {
        return value.isTextual() ? TextNode.valueOf(literal(value.textValue())) : value;
    }

    private static String literal(String text) {
        return text.replace("${", "$${");
    }

    private static TextNode expression(String cel) {
        return TextNode.valueOf("${" + cel + "}");
    }

    private static ObjectNode members(Map<String, Source> members) throws Inexpressible {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, Source> member : members.entrySet()) {
            if (STRUCTURES.contains(member.getKey())) {
                throw new Inexpressible("a member called " + member.getKey() + ", which means something here");
            }
            JsonNode value = value(member.getValue());
            if (value != null) {
                object.set(member.getKey(), value);
            }
        }
        return object;
    }

    private static ArrayNode elements(List<Source> elements, boolean keepMissing) throws Inexpressible {
        ArrayNode array = JSON.arrayNode();
        for (Source element : elements) {
            JsonNode value = keepMissing ? element(element) : value(element);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }

    private static JsonNode text(List<Source> parts) throws Inexpressible {
        if (parts.size() == 1 && !(parts.getFirst() instanceof Source.Constant)) {
            return expression(CelWriter.textOf(parts.getFirst()));
        }
        StringBuilder text = new StringBuilder();
        for (Source part : parts) {
            switch (part) {
                case Source.Constant constant ->
                    text.append(literal(constant.value().asText()));
                case Source.Path path
                when !path.isIndexed() -> text.append("${").append(path.cel()).append('}');
                default -> text.append("${").append(CelWriter.textOf(part)).append('}');
            }
        }
        return TextNode.valueOf(text.toString());
    }

    private static @Nullable JsonNode firstOf(Source.FirstOf first) throws Inexpressible {
        return first.otherwise() instanceof Source.Constant constant
                        && !constant.value().isNull()
                ? expression(CelWriter.total(first))
                : choice(CelWriter.exists(first.path()), value(first.path()), value(first.otherwise()));
    }

    private static @Nullable JsonNode choice(String condition, @Nullable JsonNode then, @Nullable JsonNode otherwise) {
        if (condition.equals("true") || condition.equals("false")) {
            return condition.equals("true") ? then : otherwise;
        }
        if (then == null) {
            return otherwise == null ? null : choice("!(" + condition + ")", otherwise, null);
        }
        ObjectNode choice = JSON.objectNode();
        choice.set("$if", expression(condition));
        choice.set("$then", then);
        if (otherwise != null) {
            choice.set("$else", otherwise);
        }
        return choice;
    }

    private static @Nullable JsonNode each(Source.Each each) throws Inexpressible {
        JsonNode list = value(each.list());
        JsonNode value = value(each.shape());
        if (list == null || value == null) {
            return null;
        }
        ObjectNode made = JSON.objectNode();
        made.set("$each", list);
        made.set("$value", value);
        return made;
    }

    private static JsonNode merged(List<Source> objects) throws Inexpressible {
        ArrayNode list = JSON.arrayNode();
        for (Source each : objects) {
            JsonNode value = value(each);
            if (value != null && !value.isNull()) {
                list.add(value);
            }
        }
        return list.isEmpty() ? JSON.objectNode() : JSON.objectNode().set("$merge", list);
    }
}
