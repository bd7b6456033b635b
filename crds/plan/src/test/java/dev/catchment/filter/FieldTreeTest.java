package dev.catchment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** dropFields and keepFields against models that go path by path over a deep copy. */
class FieldTreeTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property
    void dropsWhatTheModelDrops(@ForAll("objects") ObjectNode event, @ForAll("paths") List<List<String>> paths)
            throws ExpressionException {
        // Given
        String before = event.toString();
        ObjectNode expected = event.deepCopy();
        paths.forEach(path -> drop(expected, path));

        // When
        ObjectNode dropped = FieldTree.of(dotted(paths)).drop(event);

        // Then
        assertThat(dropped.toString()).isEqualTo(expected.toString());
        assertThat(event).hasToString(before);
    }

    @Property
    void keepsWhatTheModelKeeps(@ForAll("objects") ObjectNode event, @ForAll("paths") List<List<String>> paths)
            throws ExpressionException {
        // Given
        String before = event.toString();
        Map<String, Set<String>> keptByParent = new TreeMap<>();
        paths.forEach(path -> keptByParent
                .computeIfAbsent(String.join(".", path.subList(0, path.size() - 1)), unused -> new TreeSet<>())
                .add(path.getLast()));
        ObjectNode expected = event.deepCopy();
        // What leads to a deeper named field stays too.
        paths.forEach(path -> {
            for (int i = 0; i < path.size() - 1; i++) {
                Set<String> kept = keptByParent.get(String.join(".", path.subList(0, i)));
                if (kept != null) {
                    kept.add(path.get(i));
                }
            }
        });
        keptByParent.forEach(
                (parent, kept) -> keep(expected, parent.isEmpty() ? List.of() : List.of(parent.split("\\.")), kept));

        // When
        ObjectNode result = FieldTree.of(dotted(paths)).keep(event);

        // Then
        assertThat(result.toString()).isEqualTo(expected.toString());
        assertThat(event).hasToString(before);
    }

    private static void drop(JsonNode node, List<String> path) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> drop(element, path));
        } else if (node instanceof ObjectNode object && path.size() == 1) {
            object.remove(path.getFirst());
        } else if (node instanceof ObjectNode object && object.has(path.getFirst())) {
            drop(object.get(path.getFirst()), path.subList(1, path.size()));
        }
    }

    private static void keep(JsonNode node, List<String> parent, Set<String> kept) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> keep(element, parent, kept));
        } else if (node instanceof ObjectNode object && parent.isEmpty()) {
            object.retain(kept);
        } else if (node instanceof ObjectNode object && object.has(parent.getFirst())) {
            keep(object.get(parent.getFirst()), parent.subList(1, parent.size()), kept);
        }
    }

    private static List<String> dotted(List<List<String>> paths) {
        List<String> dotted = new ArrayList<>();
        paths.forEach(path -> dotted.add(String.join(".", path)));
        return dotted;
    }

    @Provide
    Arbitrary<List<List<String>>> paths() {
        return names().list().ofMinSize(1).ofMaxSize(4).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return object(value(3));
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.of(JSON.numberNode(1), JSON.textNode("t"), JSON.nullNode());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> below = Arbitraries.lazy(() -> value(depth - 1));
        Arbitrary<JsonNode> array =
                below.list().ofMaxSize(3).map(elements -> JSON.arrayNode().addAll(elements));
        return Arbitraries.oneOf(leaf, array, object(below).map(object -> object));
    }

    private static Arbitrary<ObjectNode> object(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(names(), values).ofMaxSize(3).map(members -> {
            ObjectNode object = JSON.objectNode();
            object.setAll(members);
            return object;
        });
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "c");
    }
}
