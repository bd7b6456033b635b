package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeSet;

/**
 * Gives each action of a type what its bases hold: fields, values and refusals, and requests where it has none. Of two with
 * one name the later base's counts, and the action's own before all.
 */
final class ActionBases {
    private static final String BASES = "bases";
    private static final String REQUESTS = "requests";

    private final SpecReader bases;

    private ActionBases(SpecReader bases) {
        this.bases = bases;
    }

    /** @throws MappingException if an action names a base that is not there, or a base holds what none may */
    static ActionBases read(SpecReader type) throws MappingException {
        type.members(BASES, (name, base) -> base.only("fields", "values", "refuse", REQUESTS));
        return new ActionBases(type.at(BASES));
    }

    /** The action with what its bases hold. */
    SpecReader complete(SpecReader action) throws MappingException {
        if (action.at(BASES).isAbsent()) {
            return action;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (SpecReader name : action.elements(BASES)) {
            add(whole, base(name));
        }
        JsonNode own = action.node();
        add(whole, own);
        own.properties().forEach(member -> {
            if (!whole.has(member.getKey()) && !member.getKey().equals(BASES)) {
                whole.set(member.getKey(), member.getValue());
            }
        });
        return new SpecReader(action.where(), whole);
    }

    private JsonNode base(SpecReader name) throws MappingException {
        JsonNode base = bases.node().get(name.node().asText());
        if (base == null) {
            TreeSet<String> known = new TreeSet<>();
            bases.node().fieldNames().forEachRemaining(known::add);
            throw name.problem("there is no base '" + name.node().asText() + "'; known: " + String.join(", ", known));
        }
        return base;
    }

    private static void add(ObjectNode whole, JsonNode part) {
        merge(whole, part, "fields");
        merge(whole, part, "values");
        if (part.path("refuse") instanceof ArrayNode refusals) {
            whole.withArray("refuse").addAll(refusals);
        }
        if (part.path(REQUESTS) instanceof ArrayNode requests && !requests.isEmpty()) {
            whole.set(REQUESTS, requests);
        }
    }

    private static void merge(ObjectNode whole, JsonNode part, String member) {
        if (part.path(member) instanceof ObjectNode object) {
            ObjectNode into = whole.withObjectProperty(member);
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                into.set(each.getKey(), each.getValue());
            }
        }
    }
}
