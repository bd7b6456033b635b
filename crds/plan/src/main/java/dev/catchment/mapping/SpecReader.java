package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.catchment.condition.Spelling;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type's spec and knows where it is. What is not known is refused, not skipped: a misspelt {@code signature}
 * must not send unsigned requests.
 */
record SpecReader(String where, JsonNode node) {
    private static final java.util.regex.Pattern SIZE = java.util.regex.Pattern.compile("([0-9]{1,9})(?:([KMG])i)?");
    private static final java.util.regex.Pattern DURATION = java.util.regex.Pattern.compile("([0-9]{1,9})([smh])");

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
                throw problem("unknown field '" + name + "'; known here: " + String.join(", ", known)
                        + Spelling.hint(name, List.of(known)));
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

    @Nullable Integer number(String name) throws MappingException {
        SpecReader member = at(name);
        if (member.isAbsent()) {
            return null;
        }
        if (!member.node.canConvertToInt() || !member.node.isIntegralNumber()) {
            throw member.problem("must be a whole number");
        }
        return member.node.intValue();
    }

    /** A size such as 512, 16Ki or 1Mi, in bytes. */
    @Nullable Long bytes(String name) throws MappingException {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw at(name).problem("is no size such as 512, 16Ki or 1Mi");
        }
        int unit = size.group(2) == null ? 0 : "KMG".indexOf(size.group(2)) + 1;
        return Long.parseLong(size.group(1)) << (10 * unit);
    }

    /** A duration such as 30s, 5m or 1h. */
    @Nullable Duration duration(String name) throws MappingException {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw at(name).problem("is no duration such as 30s, 5m or 1h");
        }
        long number = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** What stands there as a template; if nothing does, one of a missing value. */
    Template template(String name, Names names) throws MappingException {
        SpecReader member = at(name);
        return member.isAbsent() ? new Template.Constant(null) : Templates.compile(member.where, member.node, names);
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
