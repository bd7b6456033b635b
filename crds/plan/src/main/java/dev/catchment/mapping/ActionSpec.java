package dev.catchment.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An action of a type.
 *
 * @param defaults compiled defaults of the fields that have one
 * @param requests in the order in which they are made; at least one
 * @param names what expressions in fields may refer to
 */
record ActionSpec(
        String where,
        Map<String, FieldSpec> fields,
        Map<String, Template> defaults,
        List<RequestSpec> requests,
        Names names) {

    /** @param settings what is declared of config and secret */
    static ActionSpec read(SpecReader spec, Names settings, AuthSpec auth) throws MappingException {
        spec.only("description", "fields", "requests");
        Map<String, FieldSpec> fields = spec.members("fields", (name, field) -> FieldSpec.read(name, field, false));
        Names names = settings.only(Scope.IN_FIELDS).declaring(Scope.FIELDS, fields.keySet());
        Map<String, Template> defaults = new LinkedHashMap<>();
        for (FieldSpec field : fields.values()) {
            if (field.defaultValue() != null) {
                String where = spec.at("fields").at(field.name()).at("default").where();
                defaults.put(field.name(), Templates.compile(where, field.defaultValue(), names));
            }
        }
        return new ActionSpec(spec.where(), fields, defaults, requests(spec, names, auth), names);
    }

    private static List<RequestSpec> requests(SpecReader spec, Names names, AuthSpec auth) throws MappingException {
        List<SpecReader> readers = spec.elements("requests");
        if (readers.isEmpty()) {
            throw spec.at("requests").problem("must hold at least one request");
        }
        List<RequestSpec> requests = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < readers.size(); i++) {
            SpecReader reader = readers.get(i);
            // Of its own answer only what is read from it may speak; a request sees those before it.
            RequestSpec request = RequestSpec.read(reader, names.declaring(Scope.ANSWERS, known), auth);
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
