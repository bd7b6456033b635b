package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type's spec and knows where it is. What is not known is refused, not skipped: a misspelt {@code signature}
 * must not send unsigned requests.
 */
record SpecReader(String where, JsonNode node) {

    /** Reads one member of a map. */
    @FunctionalInterface
    interface MemberReader<T> {
        T read(String name, SpecReader member) throws MappingException;
    }

    MappingException problem(String problem) {
        return new MappingException(where, problem);
    }

    SpecReader only(String... known) throws MappingException {
        if (!node.isObject()) {
            throw problem("must be an object");
        }
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!List.of(known).contains(name)) {
                throw problem("unknown field '" + name + "'; known here: " + String.join(", ", known));
            }
        }
        return this;
    }

    /** The member of that name; its node is missing if it is not there. */
    SpecReader at(String name) {
        return new SpecReader(where.isEmpty() ? name : where + "." + name, node.path(name));
    }

    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    @Nullable JsonNode value(String name) {
        return at(name).isAbsent() ? null : node.get(name);
    }

    @Nullable String text(String name) throws MappingException {
        SpecReader member = at(name);
        if (member.isAbsent()) {
            return null;
        }
        if (!member.node.isTextual()) {
            throw member.problem("must be a text");
        }
        return member.node.textValue();
    }

    String requiredText(String name) throws MappingException {
        String text = text(name);
        if (text == null) {
            throw at(name).problem("is missing");
        }
        return text;
    }

    boolean flag(String name) throws MappingException {
        SpecReader member = at(name);
        if (!member.isAbsent() && !member.node.isBoolean()) {
            throw member.problem("must be true or false");
        }
        return member.node.asBoolean(false);
    }

    FieldType fieldType(String name) throws MappingException {
        String type = requiredText(name);
        return FieldType.of(type).orElseThrow(() -> at(name).problem("unknown type '" + type + "'"));
    }

    @Nullable Pattern pattern(String name) throws MappingException {
        String pattern = text(name);
        try {
            return pattern == null ? null : Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw at(name).problem("is no regular expression: " + e.getDescription());
        }
    }

    /** The elements of a list; none if it is not there. */
    List<SpecReader> elements(String name) throws MappingException {
        SpecReader list = at(name);
        if (list.isAbsent()) {
            return List.of();
        }
        if (!list.node.isArray()) {
            throw list.problem("must be a list");
        }
        return StreamSupport.stream(list.node.spliterator(), false)
                .map(new Numbered(list.where)::next)
                .toList();
    }

    /** The members of a map, in their order; none if it is not there. */
    <T> Map<String, T> members(String name, MemberReader<T> reader) throws MappingException {
        SpecReader map = at(name);
        Map<String, T> members = new LinkedHashMap<>();
        if (map.isAbsent()) {
            return members;
        }
        if (!map.node.isObject()) {
            throw map.problem("must be an object");
        }
        for (Map.Entry<String, JsonNode> member : map.node.properties()) {
            members.put(member.getKey(), reader.read(member.getKey(), map.at(member.getKey())));
        }
        return members;
    }

    private static final class Numbered {
        private final String where;
        private int index;

        Numbered(String where) {
            this.where = where;
        }

        SpecReader next(JsonNode element) {
            return new SpecReader(where + "[" + index++ + "]", element);
        }
    }
}
