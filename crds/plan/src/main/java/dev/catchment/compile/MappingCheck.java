package dev.catchment.compile;

import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.Mapping;
import dev.catchment.api.v1alpha1.Preset;
import dev.catchment.condition.Spelling;
import dev.catchment.contract.plan.DestinationDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Checks a destination's own mappings and its choice of presets against its type. */
record MappingCheck(Conditions conditions) {

    private static final String ALL = "*";

    List<Diagnostic> check(DestinationSpec spec, DestinationTypeSpec type) {
        List<Diagnostic> found = new ArrayList<>();
        for (int i = 0; i < spec.mappings().size(); i++) {
            Mapping mapping = spec.mappings().get(i);
            String path = "spec.mappings[" + i + "]";
            found.addAll(conditions.check(path + ".when", mapping.when()));
            if (!type.actions().containsKey(mapping.action())) {
                found.add(invalid(
                        path + ".action",
                        "type " + spec.type() + " has no action " + mapping.action() + "; it has "
                                + String.join(", ", new TreeSet<>(type.actions().keySet()))
                                + Spelling.hint(mapping.action(), type.actions().keySet())));
                continue;
            }
            TreeSet<String> unknown = new TreeSet<>(mapping.fields().keySet());
            unknown.removeAll(type.fieldsOf(mapping.action()));
            unknown.forEach(field -> found.add(invalid(
                    path + ".fields." + field,
                    "action " + mapping.action() + " has no such field; it has "
                            + String.join(", ", type.fieldsOf(mapping.action()))
                            + Spelling.hint(field, type.fieldsOf(mapping.action())))));
        }
        List<String> presets = type.presets().stream().map(Preset::name).toList();
        List<String> disable =
                spec.presets() == null ? List.of() : spec.presets().disable();
        for (int i = 0; i < disable.size(); i++) {
            if (!disable.get(i).equals(ALL) && !presets.contains(disable.get(i))) {
                found.add(invalid(
                        "spec.presets.disable[" + i + "]",
                        "type " + spec.type() + " has no preset " + disable.get(i) + "; it has "
                                + String.join(", ", presets)
                                + Spelling.hint(disable.get(i), presets)));
            }
        }
        return found;
    }

    static List<String> disabled(DestinationSpec spec, DestinationTypeSpec type) {
        List<String> disable =
                spec.presets() == null ? List.of() : spec.presets().disable();
        return disable.contains(ALL)
                ? type.presets().stream().map(Preset::name).sorted().toList()
                : disable.stream().distinct().sorted().toList();
    }

    static List<DestinationDocument.Mapping> mappings(DestinationSpec spec) {
        return spec.mappings().stream()
                .map(mapping -> new DestinationDocument.Mapping(
                        mapping.name(), mapping.action(), Conditions.expression(mapping.when()), mapping.fields()))
                .toList();
    }

    private static Diagnostic invalid(String path, String message) {
        return Diagnostic.notAccepted(DiagnosticReason.INVALID_MAPPING, path, message);
    }
}
