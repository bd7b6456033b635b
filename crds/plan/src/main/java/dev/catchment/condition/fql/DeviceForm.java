package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression as Segment's SDKs for browsers evaluate it: {@code ["=", "type", {"value": "track"}]}, where a bare text is
 * a path and {@code value} marks everything else.
 */
final class DeviceForm {
    /** The functions that those SDKs know; any other makes them fail. */
    private static final Set<Function> KNOWN =
            Set.of(Function.CONTAINS, Function.MATCH, Function.LENGTH, Function.LOWERCASE, Function.TYPEOF);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DeviceForm() {}

    /** @return null if there is none: a function that SDKs do not know, or a dot within a name */
    static @Nullable JsonNode of(Node node) {
        return switch (node) {
            case Node.Literal literal -> value(literal.value());
            case Node.Path path ->
                path.names().stream().anyMatch(name -> name.contains("."))
                        ? null
                        : TextNode.valueOf(String.join(".", path.names()));
            case Node.Items items -> {
                ArrayNode list = addTo(JSON.arrayNode(), items.nodes());
                yield list == null ? null : value(list);
            }
            case Node.Not not -> form("!", List.of(not.node()));
            case Node.And and -> form("and", and.nodes());
            case Node.Or or -> form("or", or.nodes());
            case Node.Comparison comparison ->
                form(comparison.operator().symbol(), List.of(comparison.left(), comparison.right()));
            case Node.In in -> form("in", List.of(in.element(), in.list()));
            case Node.Call call ->
                KNOWN.contains(call.function()) ? form(call.function().word(), call.arguments()) : null;
        };
    }

    private static @Nullable ArrayNode form(String word, List<Node> nodes) {
        return addTo(JSON.arrayNode().add(word), nodes);
    }

    private static @Nullable ArrayNode addTo(ArrayNode array, List<Node> nodes) {
        for (Node node : nodes) {
            JsonNode form = of(node);
            if (form == null) {
                return null;
            }
            array.add(form);
        }
        return array;
    }

    private static ObjectNode value(JsonNode value) {
        return JSON.objectNode().set("value", value);
    }
}
