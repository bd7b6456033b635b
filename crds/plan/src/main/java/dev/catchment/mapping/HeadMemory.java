package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last head that was rendered, for the next event: at most destinations all events go to one URL with the same
 * headers. It counts as the same if each of the fields that it was made of is the very same value, as constants are.
 * Safe for many threads: they replace one object.
 */
final class HeadMemory {
    private final @Nullable List<String> fields;
    private volatile @Nullable Known last;

    private record Known(List<@Nullable JsonNode> values, RequestProgram.Head head) {}

    private HeadMemory(@Nullable List<String> fields) {
        this.fields = fields;
    }

    /** @param templates of the head; if one of them reads more than fields and settings, nothing is remembered */
    static HeadMemory of(List<Template> templates) {
        List<String> fields = new ArrayList<>();
        boolean all = templates.stream().allMatch(template -> collect(template, fields));
        return new HeadMemory(all ? List.copyOf(fields) : null);
    }

    /** False if the template reads something else. */
    private static boolean collect(Template template, List<String> fields) {
        return switch (template) {
            case Template.Constant _ -> true;
            case Template.Text(List<Template> parts) -> parts.stream().allMatch(part -> collect(part, fields));
            case Template.LookUp(String variable, List<String> keys) ->
                switch (variable) {
                    case Scope.CONFIG, Scope.SECRET -> true;
                    case Scope.FIELDS -> !keys.isEmpty() && fields.add(keys.getFirst());
                    default -> false;
                };
            default -> false;
        };
    }

    @SuppressWarnings("ReferenceEquality") // an equal value that is another object is rendered again: no harm
    RequestProgram.@Nullable Head head(Scope scope) {
        Known known = last;
        if (known == null || fields == null) {
            return null;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (known.values().get(i) != value(scope, fields.get(i))) {
                return null;
            }
        }
        return known.head();
    }

    void remember(Scope scope, RequestProgram.Head head) {
        if (fields != null) {
            List<@Nullable JsonNode> values = new ArrayList<>(fields.size());
            fields.forEach(field -> values.add(value(scope, field)));
            last = new Known(values, head);
        }
    }

    private static @Nullable JsonNode value(Scope scope, String field) {
        return scope.fields() == null ? null : scope.fields().get(field);
    }
}
