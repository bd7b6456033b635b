package dev.catchment.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ExpressionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Paths as a tree, so that all of them are handled in one walk. A path goes through every element of an array. What is
 * returned shares with the original whatever did not change; the original stays as it is.
 */
@SuppressWarnings("ReferenceEquality") // the same object means unchanged: that is what is shared
final class FieldTree {
    private final Map<String, FieldTree> children = new HashMap<>();
    /** A path ends here. */
    private boolean named;

    private FieldTree() {}

    static FieldTree of(List<String> paths) throws ExpressionException {
        FieldTree root = new FieldTree();
        for (String path : paths) {
            FieldTree at = root;
            for (String name : FieldPath.parse(path).names()) {
                at = at.children.computeIfAbsent(name, unused -> new FieldTree());
            }
            at.named = true;
        }
        return root;
    }

    /** Without the fields that are named. */
    ObjectNode drop(ObjectNode event) {
        return (ObjectNode) walk(event, false);
    }

    /**
     * Each object that holds a named field keeps only those named (and what leads to deeper ones); objects that hold
     * none stay as they are.
     */
    ObjectNode keep(ObjectNode event) {
        return (ObjectNode) walk(event, true);
    }

    private JsonNode walk(JsonNode node, boolean keep) {
        return switch (node) {
            case ObjectNode object -> keep ? keepIn(object) : dropIn(object);
            case ArrayNode array -> walkElements(array, keep);
            default -> node;
        };
    }

    private ArrayNode walkElements(ArrayNode array, boolean keep) {
        ArrayNode changed = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode before = array.get(i);
            JsonNode after = walk(before, keep);
            if (after != before) {
                changed = changed == null ? array.arrayNode(array.size()).addAll(array) : changed;
                changed.set(i, after);
            }
        }
        return changed == null ? array : changed;
    }

    private ObjectNode dropIn(ObjectNode object) {
        ObjectNode changed = null;
        for (Map.Entry<String, FieldTree> child : children.entrySet()) {
            JsonNode before = object.get(child.getKey());
            if (before == null) {
                continue;
            }
            JsonNode after = child.getValue().named ? null : child.getValue().walk(before, false);
            if (after != before) {
                changed = changed == null ? copy(object) : changed;
                if (after == null) {
                    changed.remove(child.getKey());
                } else {
                    changed.set(child.getKey(), after);
                }
            }
        }
        return changed == null ? object : changed;
    }

    private ObjectNode keepIn(ObjectNode object) {
        boolean restricted = children.values().stream().anyMatch(child -> child.named);
        ObjectNode changed = object.objectNode();
        boolean same = true;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            FieldTree child = children.get(field.getKey());
            if (child == null && restricted) {
                same = false;
                continue;
            }
            // A field that is named is kept whole, unless deeper fields of it are named too.
            JsonNode after = child == null ? field.getValue() : child.walk(field.getValue(), true);
            same &= after == field.getValue();
            changed.set(field.getKey(), after);
        }
        return same ? object : changed;
    }

    private static ObjectNode copy(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        return copy;
    }
}
