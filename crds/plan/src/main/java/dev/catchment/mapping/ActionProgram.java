package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final List<RequestProgram> requests;
    private final boolean batches;

    private ActionProgram(List<RequestProgram> requests) {
        this.requests = requests;
        this.batches = requests.stream().allMatch(request -> request.batch().batches());
    }

    static ActionProgram bind(ActionSpec spec, Settings settings) throws MappingException {
        List<RequestProgram> requests = new ArrayList<>();
        for (RequestSpec request : spec.requests()) {
            requests.add(RequestProgram.bind(request, settings));
        }
        return new ActionProgram(List.copyOf(requests));
    }

    List<RequestProgram> requests() {
        return requests;
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

    /** Members of the action's fields that these templates read; the fields as a whole where that cannot be told. */
    static Object fields(Stream<Template> templates, Scope scope) {
        JsonNode fields = Objects.requireNonNull(scope.fields());
        Set<String> members = new TreeSet<>();
        if (!Templates.members(templates.toList(), Scope.FIELDS, members)) {
            return fields;
        }
        return members.stream()
                .map(member -> String.valueOf(fields.get(member)))
                .toList();
    }
}
