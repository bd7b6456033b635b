package dev.catchment.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An action of a type.
 *
 * @param defaults compiled defaults of the fields that have one
 */
record ActionSpec(String where, Map<String, FieldSpec> fields, Map<String, Template> defaults, RequestSpec request) {

    static ActionSpec read(SpecReader spec) throws MappingException {
        spec.only("description", "fields", "requests");
        Map<String, FieldSpec> fields = spec.members("fields", (name, field) -> FieldSpec.read(name, field, false));
        Map<String, Template> defaults = new LinkedHashMap<>();
        for (FieldSpec field : fields.values()) {
            if (field.defaultValue() != null) {
                String where = spec.at("fields").at(field.name()).at("default").where();
                defaults.put(field.name(), Templates.compile(where, field.defaultValue(), Scope.IN_FIELDS));
            }
        }
        List<SpecReader> requests = spec.elements("requests");
        if (requests.size() != 1) {
            throw spec.at("requests")
                    .problem("must be exactly one request: sequences of requests are not supported yet");
        }
        return new ActionSpec(spec.where(), fields, defaults, RequestSpec.read(requests.getFirst()));
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
