package dev.catchment.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** How many characters a value has as JSON, roughly: punctuation counts, escapes do not. */
final class Sizes {
    private static final int NUMBER = 8;

    private Sizes() {}

    /** @param enough to stop counting at: parts may be shared, so that a value is larger than the memory it takes */
    static long of(Object value, long enough) {
        return switch (value) {
            case String text -> text.length() + 2L;
            case JsonObjectView view -> ofJson(view.node(), enough);
            case JsonArrayView view -> ofJson(view.node(), enough);
            case List<?> list -> {
                long size = 2;
                for (Object element : list) {
                    size += 1 + of(element, enough - size);
                    if (size > enough) {
                        break;
                    }
                }
                yield size;
            }
            case Map<?, ?> map -> {
                long size = 2;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    size += 2 + of(entry.getKey(), enough - size) + of(entry.getValue(), enough - size);
                    if (size > enough) {
                        break;
                    }
                }
                yield size;
            }
            default -> NUMBER;
        };
    }

    static long ofJson(JsonNode node, long enough) {
        if (node.isTextual()) {
            return node.textValue().length() + 2L;
        }
        if (!node.isContainerNode()) {
            return NUMBER;
        }
        long size = 2;
        if (node.isArray()) {
            for (JsonNode element : node) {
                size += 1 + ofJson(element, enough - size);
                if (size > enough) {
                    return size;
                }
            }
            return size;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            size += member.getKey().length() + 4L + ofJson(member.getValue(), enough - size);
            if (size > enough) {
                return size;
            }
        }
        return size;
    }
}
