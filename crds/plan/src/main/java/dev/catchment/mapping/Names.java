package dev.catchment.mapping;

import dev.catchment.condition.CelExpression;
import dev.catchment.condition.Spelling;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What expressions at one place may refer to.
 *
 * @param variables by name
 * @param members of the variables whose members are declared, such as the settings of {@code config}
 * @param expressions what was compiled for the same type
 */
record Names(Set<String> variables, Map<String, Set<String>> members, Expressions expressions) {
    Names {
        variables = Set.copyOf(variables);
        members = Map.copyOf(members);
    }

    static Names of(Set<String> variables) {
        return new Names(variables, Map.of(), new Expressions());
    }

    /** The same names for something else than the type, which outlives it or is compiled by another thread. */
    Names apart() {
        return new Names(variables, members, new Expressions());
    }

    /** The same names with others instead of these variables; what is declared of the rest stays. */
    Names only(Set<String> others) {
        return new Names(others, members, expressions);
    }

    Names and(String... more) {
        Set<String> all = new HashSet<>(variables);
        all.addAll(Set.of(more));
        return new Names(all, members, expressions);
    }

    Names declaring(String variable, Collection<String> names) {
        Map<String, Set<String>> declared = new HashMap<>(members);
        declared.put(variable, Set.copyOf(names));
        return new Names(variables, declared, expressions);
    }

    /** @throws MappingException if the expression reads a member that its variable does not have */
    void check(String where, CelExpression expression) throws MappingException {
        for (String variable : members.keySet()) {
            for (String member : expression.membersOf(variable).orElse(Set.of())) {
                check(where, expression.source(), expression.placeOf(variable, member), variable, member);
            }
        }
    }

    /** @param path an expression that is only a path, of which these are the first two steps */
    void checkPath(String where, String path, String variable, String member) throws MappingException {
        check(where, path, Optional.of("1:1"), variable, member);
    }

    private void check(String where, String source, Optional<String> at, String variable, String member)
            throws MappingException {
        Set<String> known = members.get(variable);
        if (known != null && !known.contains(member)) {
            throw new MappingException(
                    where,
                    at.map(position -> "${" + source + "}: " + position + ": ").orElse("")
                            + "there is no " + variable + "." + member + "; "
                            + (known.isEmpty()
                                    ? "nothing is declared there"
                                    : "known: " + String.join(", ", new TreeSet<>(known)))
                            + Spelling.hint(member, known));
        }
    }
}
