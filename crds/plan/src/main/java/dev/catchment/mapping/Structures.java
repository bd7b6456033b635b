package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.CelExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects in templates that stand for something else: lists made of lists, choices, merged objects. */
final class Structures {
    private static final String EACH = "$each";
    private static final String VALUE = "$value";
    private static final String WHEN = "$when";
    private static final String IF = "$if";
    private static final String THEN = "$then";
    private static final String ELSE = "$else";
    private static final String MERGE = "$merge";

    /** Their first words, and what may stand beside each. */
    private static final Map<String, Set<String>> KNOWN =
            Map.of(EACH, Set.of(EACH, VALUE, WHEN), IF, Set.of(IF, THEN, ELSE), MERGE, Set.of(MERGE));

    private Structures() {}

    static boolean isOne(ObjectNode object) {
        return KNOWN.keySet().stream().anyMatch(object::has);
    }

    static Template compile(String where, ObjectNode object, Names names) throws MappingException {
        String word = KNOWN.keySet().stream().filter(object::has).findFirst().orElseThrow();
        for (String member : (Iterable<String>) object::fieldNames) {
            if (!KNOWN.getOrDefault(word, Set.of()).contains(member)) {
                throw new MappingException(
                        where,
                        "'" + member + "' cannot stand beside " + word + "; known there: "
                                + String.join(
                                        ", ",
                                        KNOWN.getOrDefault(word, Set.of()).stream()
                                                .sorted()
                                                .toList()));
            }
        }
        return switch (word) {
            case EACH -> each(where, object, names);
            case IF ->
                new Template.Choice(
                        condition(where, object, IF, names),
                        Templates.compile(where + "." + THEN, required(where, object, THEN), names),
                        object.has(ELSE)
                                ? Templates.compile(where + "." + ELSE, object.get(ELSE), names)
                                : new Template.Constant(null));
            default -> merge(where, object.get(MERGE), names);
        };
    }

    private static Template each(String where, ObjectNode object, Names names) throws MappingException {
        Names inside = names.and(Scope.ITEM, Scope.INDEX);
        CelExpression when = object.has(WHEN) ? condition(where, object, WHEN, inside) : null;
        return new Template.Each(
                Templates.compile(where + "." + EACH, object.get(EACH), names),
                when,
                Templates.compile(where + "." + VALUE, required(where, object, VALUE), inside));
    }

    private static Template merge(String where, JsonNode objects, Names names) throws MappingException {
        if (!objects.isArray()) {
            throw new MappingException(where + "." + MERGE, "must be a list of objects");
        }
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            templates.add(Templates.compile(where + "." + MERGE + "[" + i + "]", objects.get(i), names));
        }
        return new Template.Merge(templates);
    }

    private static CelExpression condition(String where, ObjectNode object, String word, Names names)
            throws MappingException {
        String at = where + "." + word;
        List<Interpolation.Part> parts =
                Interpolation.parse(at, object.path(word).asText());
        if (parts.size() != 1 || !(parts.getFirst() instanceof Interpolation.Part.Expression expression)) {
            throw new MappingException(at, "must be exactly one ${...} that gives true or false");
        }
        return Templates.condition(at, expression.cel(), names);
    }

    private static JsonNode required(String where, ObjectNode object, String word) throws MappingException {
        JsonNode value = object.get(word);
        if (value == null) {
            throw new MappingException(where + "." + word, "is missing");
        }
        return value;
    }
}
