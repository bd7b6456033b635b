package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One object of all the values inside an object, their paths as keys. The paths may be much longer than the object, so
 * their length is checked while they are written.
 */
final class KeyFlattening {
    private final Arguments arguments;
    private final String separator;
    private final boolean omitArrays;
    private final ObjectNode flat = JsonNodeFactory.instance.objectNode();
    private long length;

    KeyFlattening(Arguments arguments, String separator, boolean omitArrays) {
        this.arguments = arguments;
        this.separator = separator;
        this.omitArrays = omitArrays;
    }

    ObjectNode of(ObjectNode object) {
        Limits.json(arguments, object);
        add("", object);
        return flat;
    }

    private void add(String path, JsonNode value) {
        if (value.isObject()) {
            String prefix = path.isEmpty() ? "" : path + separator;
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                add(prefix + member.getKey(), member.getValue());
            }
        } else if (value.isArray() && !omitArrays) {
            for (int i = 0; i < value.size(); i++) {
                add(path + separator + i, value.get(i));
            }
        } else {
            length += path.length();
            Limits.check(arguments, length);
            flat.set(path, value);
        }
    }
}
