package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An action's requests at one destination. */
final class ActionProgram {
    private final ActionSpec spec;
    private final List<RequestProgram> requests;
    private final boolean batches;

    private ActionProgram(ActionSpec spec, List<RequestProgram> requests) {
        this.spec = spec;
        this.requests = requests;
        this.batches = requests.stream().allMatch(request -> request.batch().batches());
    }

    static ActionProgram bind(ActionSpec spec, Settings settings) throws MappingException {
        List<RequestProgram> requests = new ArrayList<>();
        for (RequestSpec request : spec.requests()) {
            requests.add(RequestProgram.bind(request, settings));
        }
        return new ActionProgram(spec, List.copyOf(requests));
    }

    List<RequestProgram> requests() {
        return requests;
    }

    /**
     * What it makes of resolved fields.
     *
     * @throws ConditionException if that cannot be told, or it does not take such an event; says which value, or why
     */
    ObjectNode values(Scope fields) throws ConditionException {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        Scope among = fields.withValues(made);
        for (Map.Entry<String, Template> value : spec.values().entrySet()) {
            try {
                JsonNode json = value.getValue().render(among);
                if (json != null) {
                    made.set(value.getKey(), json);
                }
            } catch (ConditionException e) {
                throw ConditionException.of("value " + value.getKey() + ": " + e.getMessage());
            }
        }
        for (ActionSpec.Refusal refusal : spec.refusals()) {
            if (Templates.holds(refusal.when(), among)) {
                throw ConditionException.of(refusal.reason());
            }
        }
        return made;
    }

    /** Whether events may share its requests: one that takes one event at a time has all of them do so. */
    boolean batches() {
        return batches;
    }

    /** The fewest events that one of its requests takes; empty: what the destination allows. */
    Optional<Integer> mostEvents() {
        return requests.stream()
                .map(request -> request.batch().events())
                .filter(Objects::nonNull)
                .min(Integer::compare);
    }

    /** The fewest bytes of a body that one of its requests takes. */
    long mostBytes() {
        return requests.stream()
                .map(request -> request.batch().bytes())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Checks what depends on the settings alone. */
    void check(Map<String, Template> values) throws MappingException {
        for (RequestProgram request : requests) {
            request.check(values);
        }
    }

    /** What events must have in common to share its requests. */
    List<Object> key(Scope scope) throws ConditionException, MappingException {
        List<Object> key = new ArrayList<>(requests.size());
        for (RequestProgram request : requests) {
            key.add(request.key(scope));
        }
        return key;
    }

    /**
     * What these templates read of an event and of what was made of it: of the action's fields and values as little as
     * can be told, all of anything else.
     */
    static Object read(Stream<Template> templates, Scope scope) {
        List<Template> all = templates.toList();
        List<Object> read = new ArrayList<>();
        read.add(read(all, Scope.FIELDS, scope));
        read.add(read(all, Scope.VALUES, scope));
        Set<String> references = Templates.references(all);
        for (String whole : List.of(Scope.EVENT, Scope.OPTIONS)) {
            if (references.contains(whole)) {
                read.add(Objects.requireNonNull(scope.json(whole)));
            }
        }
        for (String own : List.of(Scope.NOW, Scope.UUID)) {
            if (references.contains(own)) {
                read.add(Objects.requireNonNull(scope.value(own)));
            }
        }
        return read;
    }

    private static Object read(List<Template> templates, String variable, Scope scope) {
        JsonNode fields = Objects.requireNonNull(scope.json(variable));
        Set<String> members = new TreeSet<>();
        if (!Templates.members(templates, variable, members)) {
            return fields;
        }
        return members.stream()
                .map(member -> String.valueOf(fields.get(member)))
                .toList();
    }
}
