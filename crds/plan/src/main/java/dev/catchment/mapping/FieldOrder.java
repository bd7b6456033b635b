package dev.catchment.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts fields that refer to each other into an order in which each can be resolved. */
final class FieldOrder {
    private final String where;
    private final Map<String, FieldSpec> fields;
    private final Map<String, Template> values;
    private final Map<String, FieldSpec> ordered = new LinkedHashMap<>();
    /** From the field that was asked for first to the one at hand. */
    private final List<String> path = new ArrayList<>();

    private FieldOrder(String where, Map<String, FieldSpec> fields, Map<String, Template> values) {
        this.where = where;
        this.fields = fields;
        this.values = values;
    }

    /** @throws MappingException if a field needs itself, over whatever others */
    static List<FieldSpec> of(String where, Map<String, FieldSpec> fields, Map<String, Template> values)
            throws MappingException {
        FieldOrder order = new FieldOrder(where, fields, values);
        for (FieldSpec field : fields.values()) {
            order.add(field);
        }
        return List.copyOf(order.ordered.values());
    }

    private void add(@Nullable FieldSpec field) throws MappingException {
        if (field == null || ordered.containsKey(field.name())) {
            return;
        }
        if (path.contains(field.name())) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(field.name()), path.size()));
            cycle.add(field.name());
            throw new MappingException(
                    where + ".fields." + field.name(),
                    "refers to itself: " + String.join(" -> ", cycle) + "; one of them must not read the next");
        }
        path.addLast(field.name());
        for (String needed : needs(field)) {
            add(fields.get(needed));
        }
        path.removeLast();
        ordered.put(field.name(), field);
    }

    private Collection<String> needs(FieldSpec field) throws MappingException {
        Template value = values.get(field.name());
        Set<String> needed = new TreeSet<>();
        if (value != null && !value.members(Scope.FIELDS, needed)) {
            throw new MappingException(
                    where + ".fields." + field.name(),
                    "uses fields as a whole; among fields only single ones can be referred to: fields.<name>");
        }
        return needed;
    }
}
