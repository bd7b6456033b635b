package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions for what may be missing, null or blank. */
final class PathFunctions {
    private static final CelType DYN = SimpleType.DYN;

    private PathFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                LibraryFunction.of(
                        "coalesce",
                        DYN,
                        List.of(ListType.create(DYN)),
                        arguments -> coalesce((List<?>) arguments.value(0))),
                LibraryFunction.of("get", DYN, List.of(DYN, SimpleType.STRING, DYN), PathFunctions::get)
                        .optional(1)
                        .takingMissing(),
                LibraryFunction.of("exists", SimpleType.BOOL, List.of(DYN), arguments -> !arguments.isNull(0))
                        .takingMissing(),
                LibraryFunction.of("isBlank", SimpleType.BOOL, List.of(DYN), PathFunctions::isBlank)
                        .takingMissing(),
                LibraryFunction.of("typeOf", SimpleType.STRING, List.of(DYN), PathFunctions::typeOf)
                        .takingMissing());
    }

    /** The macro gives all arguments as one list. */
    private static Object coalesce(List<?> values) {
        for (Object value : values) {
            Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (present != null && present != NullValue.NULL_VALUE) {
                return present;
            }
        }
        return NullValue.NULL_VALUE;
    }

    private static Object get(Arguments arguments) {
        Object at = arguments.value(0);
        for (Object key : steps(arguments)) {
            Object next = MaybeMissing.step(at, key);
            if (next == null) {
                return arguments.count() == 3 ? arguments.value(2) : Optional.empty();
            }
            at = next;
        }
        return at instanceof JsonNode node ? JsonValues.toCel(node) : at;
    }

    /** Names and indices of {@code a.b[0].c}; a backslash takes the meaning from the dot or bracket behind it. */
    static List<Object> steps(Arguments arguments) {
        String path = arguments.text(1);
        List<Object> steps = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean named = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length()) {
                name.append(path.charAt(++i));
            } else if (c == '.' || c == '[') {
                endName(arguments, name, named, steps);
                named = c == '.';
                if (c == '[') {
                    i = index(arguments, path, i + 1, steps);
                }
            } else {
                name.append(c);
            }
        }
        endName(arguments, name, named, steps);
        return steps;
    }

    /** Between two dots stands a name; behind a bracket none, and at the beginning there need not be one. */
    private static void endName(Arguments arguments, StringBuilder name, boolean named, List<Object> steps) {
        boolean begins = steps.isEmpty();
        if (named ? name.isEmpty() && !begins : !name.isEmpty()) {
            throw noPath(arguments);
        }
        if (!name.isEmpty()) {
            steps.add(name.toString());
            name.setLength(0);
        }
    }

    /** @return where the bracket closes */
    private static int index(Arguments arguments, String path, int from, List<Object> steps) {
        int end = path.indexOf(']', from);
        if (end < 0 || end == from || end > from + 9) {
            throw noPath(arguments);
        }
        long index = 0;
        for (int i = from; i < end; i++) {
            int digit = path.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw noPath(arguments);
            }
            index = index * 10 + digit;
        }
        steps.add(index);
        return end;
    }

    private static RuntimeException noPath(Arguments arguments) {
        return arguments.failure("needs a path such as 'a.b[0].c' as argument 2");
    }

    private static Object isBlank(Arguments arguments) {
        return arguments.value(0) == NullValue.NULL_VALUE
                || switch (arguments.value(0)) {
                    case String text -> text.isBlank();
                    case List<?> list -> list.isEmpty();
                    case Map<?, ?> map -> map.isEmpty();
                    default -> false;
                };
    }

    /** Null, a text of nothing but white space, and a list or object without anything in it. */
    static boolean isBlank(JsonNode value) {
        return value.isNull()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isContainerNode() && value.isEmpty());
    }

    private static Object typeOf(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return "missing";
        }
        return switch (arguments.json(0).getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "null";
        };
    }
}
