package dev.catchment.filter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.condition.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path such as {@code properties.products.sku}. {@code \.} is a dot and {@code \\} a backslash in a name. */
record FieldPath(List<String> names) {
    FieldPath {
        names = List.copyOf(names);
    }

    static FieldPath parse(String path) throws ExpressionException {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                if (i + 1 == path.length() || (path.charAt(i + 1) != '.' && path.charAt(i + 1) != '\\')) {
                    throw new ExpressionException(
                            1, i + 1, "field path '" + path + "': a backslash stands only before a dot or a backslash");
                }
                name.append(path.charAt(++i));
            } else if (c == '.') {
                names.add(taken(name, path, i));
            } else {
                name.append(c);
            }
        }
        names.add(taken(name, path, path.length()));
        return new FieldPath(names);
    }

    private static String taken(StringBuilder name, String path, int end) throws ExpressionException {
        if (name.isEmpty()) {
            throw new ExpressionException(1, end + 1, "field path '" + path + "': a name is empty");
        }
        String taken = name.toString();
        name.setLength(0);
        return taken;
    }

    /** The value there; null if any step is missing. Arrays are not walked through: one path, one value. */
    @Nullable JsonNode find(JsonNode root) {
        JsonNode at = root;
        for (String name : names) {
            JsonNode next = at.get(name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }
}
