package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON can hold half of a surrogate pair, YAML in UTF-8 cannot. */
final class HalfSurrogates {
    private HalfSurrogates() {}

    static void refuse(String file, ObjectNode object) throws UnreadableException {
        check(file, JsonPath.ROOT, object);
    }

    private static void check(String file, String at, JsonNode node) throws UnreadableException {
        if (node.isTextual()) {
            check(file, at, node.textValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            check(file, at, member.getKey());
            check(file, JsonPath.member(at, member.getKey()), member.getValue());
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(file, JsonPath.element(at, i), node.get(i));
            }
        }
    }

    private static void check(String file, String at, String text) throws UnreadableException {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new UnreadableException(
                    file + ": " + at + " holds half of a surrogate pair, which no YAML can: repair the text");
        }
    }
}
