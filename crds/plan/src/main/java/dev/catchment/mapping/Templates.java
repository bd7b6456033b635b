package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.CelExpression;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compiles templates. */
final class Templates {
    /**
     * Most expressions of a type are paths; compiling each of them would take most of the time of a type. Java's
     * patterns recurse with each repetition, so that these are bounded.
     */
    private static final Pattern PATH = Pattern.compile("[a-z][A-Za-z]*(\\.[A-Za-z_][A-Za-z0-9_]*){1,50}");
    /** Words that CEL does not take for names; it says so itself. */
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private static final Set<String> EVALUATED = Set.of(Scope.NOW, Scope.UUID);

    private Templates() {}

    /** @param where for messages, such as {@code actions.send.fields.url.default} */
    static Template compile(String where, JsonNode node, Names names) throws MappingException {
        return switch (node) {
            case TextNode text -> compileText(where, text.textValue(), names);
            case ObjectNode object when Structures.isOne(object) -> Structures.compile(where, object, names);
            case ObjectNode object -> {
                Map<String, Template> members = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    members.put(member.getKey(), compile(where + "." + member.getKey(), member.getValue(), names));
                }
                yield constantIf(allConstant(members.values()), new Template.Members(members));
            }
            case ArrayNode array -> {
                List<Template> elements = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    elements.add(compile(where + "[" + i + "]", array.get(i), names));
                }
                yield constantIf(allConstant(elements), new Template.Elements(elements));
            }
            default -> new Template.Constant(node);
        };
    }

    /** Unescapes doubled dollar signs too, so a constant text is not always the node itself. */
    static Template compileText(String where, String text, Names names) throws MappingException {
        List<Template> parts = compileParts(where, text, names);
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return parts.isEmpty() ? new Template.Constant(TextNode.valueOf("")) : new Template.Text(parts);
    }

    static List<Template> compileParts(String where, String text, Names names) throws MappingException {
        List<Template> parts = new ArrayList<>();
        for (Interpolation.Part part : Interpolation.parse(where, text)) {
            parts.add(
                    switch (part) {
                        case Interpolation.Part.Literal literal ->
                            new Template.Constant(TextNode.valueOf(literal.text()));
                        case Interpolation.Part.Expression expression ->
                            compileExpression(where, expression.cel(), names);
                    });
        }
        return parts;
    }

    private static Template compileExpression(String where, String cel, Names names) throws MappingException {
        if (PATH.matcher(cel).matches()) {
            List<String> steps = List.of(cel.split("\\.", -1));
            boolean json = names.variables().contains(steps.getFirst()) && !EVALUATED.contains(steps.getFirst());
            if (json && Collections.disjoint(steps, RESERVED)) {
                names.checkPath(where, cel, steps.getFirst(), steps.get(1));
                return new Template.LookUp(steps.getFirst(), steps.subList(1, steps.size()));
            }
        }
        CelExpression expression = expression(where, cel, names);
        List<String> path = expression.path().orElse(List.of());
        // These are no JSON, so they are evaluated.
        return path.isEmpty() || EVALUATED.contains(path.getFirst())
                ? new Template.Computed(expression)
                : new Template.LookUp(path.getFirst(), path.subList(1, path.size()));
    }

    static CelExpression expression(String where, String cel, Names names) throws MappingException {
        CelExpression expression;
        try {
            expression = names.expressions().value(cel, names.variables());
        } catch (ExpressionException e) {
            throw new MappingException(where, "${" + cel + "}: " + e.getMessage());
        }
        names.check(where, expression);
        return expression;
    }

    /** Like {@link #expression}, for one that must be true or false. */
    static CelExpression condition(String where, String cel, Names names) throws MappingException {
        CelExpression expression;
        try {
            expression = names.expressions().condition(cel, names.variables());
        } catch (ExpressionException e) {
            throw new MappingException(where, cel + ": " + e.getMessage());
        }
        names.check(where, expression);
        return expression;
    }

    /** What reads a path that is not there does not hold. */
    static boolean holds(CelExpression condition, Scope scope) throws ConditionException {
        try {
            return condition.test(scope);
        } catch (ConditionException e) {
            if (e.isMissingField()) {
                return false;
            }
            throw e.in(condition.source());
        }
    }

    /** Renders now what depends on the settings alone, so that no event pays for it. */
    static Template fold(String where, Template template, Scope settings) throws MappingException {
        Set<String> references = template.references();
        if (template instanceof Template.Constant || !Set.of(Scope.CONFIG).containsAll(references)) {
            return template;
        }
        try {
            return new Template.Constant(template.render(settings));
        } catch (ConditionException e) {
            throw new MappingException(where, String.valueOf(e.getMessage()));
        }
    }

    static Set<String> references(Collection<Template> templates) {
        return templates.stream()
                .flatMap(template -> template.references().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** False if one of them uses the variable as a whole. */
    static boolean members(Collection<Template> templates, String variable, Set<String> into) {
        boolean all = true;
        for (Template template : templates) {
            all &= template.members(variable, into);
        }
        return all;
    }

    static TextNode text(List<Template> parts, Scope scope, boolean encode) throws ConditionException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            JsonNode value = parts.get(i).render(scope);
            if (value != null && !value.isNull()) {
                String plain = JsonText.plain(value);
                boolean literal = parts.get(i) instanceof Template.Constant;
                text.append(encode && !literal && i > 0 ? UrlText.encode(plain) : plain);
            }
        }
        return TextNode.valueOf(text.toString());
    }

    /** The value as text; a missing one and null are empty. */
    static String plain(Template template, Scope scope) throws ConditionException {
        JsonNode value = template.render(scope);
        return value == null || value.isNull() ? "" : JsonText.plain(value);
    }

    static ObjectNode object(Map<String, Template> members, Scope scope) throws ConditionException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Template> member : members.entrySet()) {
            JsonNode value = member.getValue().render(scope);
            if (value != null) {
                object.set(member.getKey(), value);
            }
        }
        return object;
    }

    static ArrayNode array(List<Template> elements, Scope scope) throws ConditionException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
        for (Template element : elements) {
            JsonNode value = element.render(scope);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }

    private static boolean allConstant(Collection<Template> templates) {
        return templates.stream().allMatch(Template.Constant.class::isInstance);
    }

    private static Template constantIf(boolean constant, Template template) {
        if (!constant) {
            return template;
        }
        try {
            return new Template.Constant(template.render(Scope.ofConfig(JsonNodeFactory.instance.objectNode())));
        } catch (ConditionException e) {
            throw new IllegalStateException("constants need no evaluation", e);
        }
    }
}
