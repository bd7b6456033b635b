package dev.catchment.mapping;

import dev.catchment.condition.CelExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * An action of a type.
 *
 * @param defaults compiled defaults of the fields that have one
 * @param values what requests need and no mapping gives, in an order in which each finds made what it refers to
 * @param refusals events that it does not take
 * @param requests in the order in which they are made; at least one
 * @param names what expressions in fields may refer to
 */
record ActionSpec(
        String where,
        Map<String, FieldSpec> fields,
        Map<String, Template> defaults,
        Map<String, Template> values,
        List<Refusal> refusals,
        List<RequestSpec> requests,
        Names names) {

    /** @param reason for people */
    record Refusal(CelExpression when, String reason) {}

    /** @param typeWide what the type says of all its requests, and what is declared of config and secret */
    static ActionSpec read(SpecReader spec, TypeWide typeWide) throws MappingException {
        spec.only("description", "fields", "values", "refuse", "requests");
        Map<String, FieldSpec> fields = spec.members("fields", (name, field) -> FieldSpec.read(name, field, false));
        Names names = typeWide.settings().only(Scope.IN_FIELDS).declaring(Scope.FIELDS, fields.keySet());
        Map<String, Template> defaults = new LinkedHashMap<>();
        for (FieldSpec field : fields.values()) {
            if (field.defaultValue() != null) {
                String where = spec.at("fields").at(field.name()).at("default").where();
                defaults.put(field.name(), Templates.compile(where, field.defaultValue(), names));
            }
        }
        Map<String, Template> values = values(spec, names);
        Names withValues = names.declaring(Scope.VALUES, values.keySet());
        return new ActionSpec(
                spec.where(),
                fields,
                defaults,
                values,
                refusals(spec, withValues),
                requests(spec, withValues, typeWide),
                names);
    }

    private static Map<String, Template> values(SpecReader spec, Names names) throws MappingException {
        Set<String> all = spec.members("values", (name, value) -> name).keySet();
        Names among = names.only(Scope.IN_VALUES).declaring(Scope.VALUES, all);
        Map<String, Template> values =
                spec.members("values", (name, value) -> Templates.compile(value.where(), value.node(), among));
        Map<String, Template> ordered = new LinkedHashMap<>();
        for (String name : FieldOrder.of(spec.where(), Scope.VALUES, values)) {
            ordered.put(name, Objects.requireNonNull(values.get(name)));
        }
        return ordered;
    }

    private static List<Refusal> refusals(SpecReader spec, Names names) throws MappingException {
        List<Refusal> refusals = new ArrayList<>();
        for (SpecReader refusal : spec.elements("refuse")) {
            refusal.only("when", "reason");
            SpecReader when = refusal.at("when");
            if (when.isAbsent()) {
                throw when.problem("is missing");
            }
            refusals.add(new Refusal(
                    Templates.condition(
                            when.where(), when.only("cel").requiredText("cel"), names.only(Scope.IN_VALUES)),
                    refusal.requiredText("reason")));
        }
        return refusals;
    }

    private static List<RequestSpec> requests(SpecReader spec, Names names, TypeWide typeWide) throws MappingException {
        List<SpecReader> readers = spec.elements("requests");
        if (readers.isEmpty()) {
            throw spec.at("requests").problem("must hold at least one request");
        }
        List<RequestSpec> requests = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < readers.size(); i++) {
            SpecReader reader = readers.get(i);
            // Of its own answer only what is read from it may speak; a request sees those before it.
            RequestSpec request = RequestSpec.read(reader, names.declaring(Scope.ANSWERS, known), typeWide);
            if (request.name() != null && !known.add(request.name())) {
                throw reader.at("name").problem("there is another request '" + request.name() + "'");
            }
            if (request.batch().rejected() != null && i < readers.size() - 1) {
                throw reader.at("batch").at("rejected").problem("can be said of the last request only");
            }
            requests.add(request);
        }
        return requests;
    }

    FieldSpec field(String where, String name) throws MappingException {
        FieldSpec field = fields.get(name);
        if (field == null) {
            throw new MappingException(
                    where,
                    "the action has no field '" + name + "'; it has: "
                            + String.join(", ", new TreeSet<>(fields.keySet())));
        }
        return field;
    }
}
