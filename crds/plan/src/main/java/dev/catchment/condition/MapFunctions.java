package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions over maps, which are JSON objects. Members and their numbers stay as they were. */
final class MapFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType LIST = ListType.create(SimpleType.DYN);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MapFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of("merge", DYN, List.of(LIST), MapFunctions::merge),
                LibraryFunction.of("pick", DYN, List.of(DYN, LIST), MapFunctions::pick),
                LibraryFunction.of("omit", DYN, List.of(DYN, LIST), MapFunctions::omit),
                LibraryFunction.of("compact", DYN, List.of(DYN), MapFunctions::compact),
                LibraryFunction.of("keys", DYN, List.of(DYN), MapFunctions::keys),
                LibraryFunction.of("values", DYN, List.of(DYN), MapFunctions::values),
                LibraryFunction.of("entries", DYN, List.of(DYN), MapFunctions::entries),
                LibraryFunction.of(
                                "flattenKeys",
                                DYN,
                                List.of(DYN, SimpleType.STRING, SimpleType.BOOL),
                                MapFunctions::flattenKeys)
                        .optional(1)
                        .asSlow());
    }

    /** The macro gives all arguments as one list; a list that is given alone is one of maps. */
    private static Object merge(Arguments list) {
        List<?> given = (List<?>) list.value(0);
        List<?> maps = given.size() == 1 && given.getFirst() instanceof List<?> listed ? listed : given;
        Arguments arguments = new Arguments("merge", maps.toArray());
        ObjectNode merged = JSON.objectNode();
        for (int i = 0; i < arguments.count(); i++) {
            if (!arguments.isNull(i)) {
                merged.setAll(arguments.object(i));
            }
        }
        return JsonValues.toCel(merged);
    }

    private static Object pick(Arguments arguments) {
        ObjectNode object = arguments.object(0);
        ObjectNode picked = JSON.objectNode();
        for (String name : names(arguments)) {
            if (object.has(name)) {
                picked.set(name, object.get(name));
            }
        }
        return JsonValues.toCel(picked);
    }

    private static Object omit(Arguments arguments) {
        Set<String> omitted = new HashSet<>(names(arguments));
        ObjectNode rest = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : arguments.object(0).properties()) {
            if (!omitted.contains(member.getKey())) {
                rest.set(member.getKey(), member.getValue());
            }
        }
        return JsonValues.toCel(rest);
    }

    private static List<String> names(Arguments arguments) {
        return arguments
                .list(1)
                .valueStream()
                .map(name -> {
                    if (name.isTextual()) {
                        return name.textValue();
                    }
                    throw arguments.failure("needs a list of texts as argument 2");
                })
                .toList();
    }

    private static Object compact(Arguments arguments) {
        return switch (arguments.json(0)) {
            case ObjectNode object -> {
                ObjectNode rest = JSON.objectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    if (!PathFunctions.isBlank(member.getValue())) {
                        rest.set(member.getKey(), member.getValue());
                    }
                }
                yield JsonValues.toCel(rest);
            }
            case ArrayNode list -> {
                ArrayNode rest = JSON.arrayNode();
                for (JsonNode element : list) {
                    if (!PathFunctions.isBlank(element)) {
                        rest.add(element);
                    }
                }
                yield JsonValues.toCel(rest);
            }
            default -> throw arguments.refusal(0, "a list or a map");
        };
    }

    private static Object keys(Arguments arguments) {
        ArrayNode keys = JSON.arrayNode();
        arguments.object(0).fieldNames().forEachRemaining(keys::add);
        return JsonValues.toCel(keys);
    }

    private static Object values(Arguments arguments) {
        ArrayNode values = JSON.arrayNode();
        arguments.object(0).forEach(values::add);
        return JsonValues.toCel(values);
    }

    private static Object entries(Arguments arguments) {
        ArrayNode entries = JSON.arrayNode();
        for (Map.Entry<String, JsonNode> member : arguments.object(0).properties()) {
            entries.addObject().put("key", member.getKey()).set("value", member.getValue());
        }
        return JsonValues.toCel(entries);
    }

    private static Object flattenKeys(Arguments arguments) {
        boolean omitArrays = arguments.count() == 3 && arguments.bool(2);
        KeyFlattening flattening = new KeyFlattening(arguments, arguments.text(1), omitArrays);
        return JsonValues.toCel(flattening.of(arguments.object(0)));
    }
}
