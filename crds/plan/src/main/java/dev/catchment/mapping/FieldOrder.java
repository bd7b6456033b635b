package dev.catchment.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts fields, or values, that refer to each other into an order in which each can be resolved. */
final class FieldOrder {
    private final String where;
    private final String variable;
    private final Map<String, Template> templates;
    private final Set<String> ordered = new LinkedHashSet<>();
    /** From the one that was asked for first to the one at hand. */
    private final List<String> path = new ArrayList<>();

    private FieldOrder(String where, String variable, Map<String, Template> templates) {
        this.where = where;
        this.variable = variable;
        this.templates = templates;
    }

    /**
     * @param variable by which they refer to each other
     * @throws MappingException if one needs itself, over whatever others
     */
    static List<String> of(String where, String variable, Map<String, Template> templates) throws MappingException {
        FieldOrder order = new FieldOrder(where, variable, templates);
        for (String name : templates.keySet()) {
            order.add(name);
        }
        return List.copyOf(order.ordered);
    }

    private void add(String name) throws MappingException {
        Template template = templates.get(name);
        if (template == null || ordered.contains(name)) {
            return;
        }
        if (path.contains(name)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
            cycle.add(name);
            throw new MappingException(
                    where(name),
                    "refers to itself: " + String.join(" -> ", cycle) + "; one of them must not read the next");
        }
        path.addLast(name);
        for (String needed : needs(name, template)) {
            add(needed);
        }
        path.removeLast();
        ordered.add(name);
    }

    private Collection<String> needs(String name, Template template) throws MappingException {
        Set<String> needed = new TreeSet<>();
        if (!template.members(variable, needed)) {
            throw new MappingException(
                    where(name),
                    "uses " + variable + " as a whole; here only single ones can be referred to: " + variable
                            + ".<name>");
        }
        return needed;
    }

    private String where(String name) {
        return where + "." + variable + "." + name;
    }
}
