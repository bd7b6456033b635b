package dev.catchment.mapping;

import dev.catchment.contract.plan.TypeDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A destination type, compiled once for all its destinations. Immutable. */
public final class TypeProgram {
    private final TypeDocument document;
    private final Map<String, FieldSpec> config;
    private final Map<String, ActionSpec> actions;
    private final List<RuleSpec> presets;

    private TypeProgram(
            TypeDocument document,
            Map<String, FieldSpec> config,
            Map<String, ActionSpec> actions,
            List<RuleSpec> presets) {
        this.document = document;
        this.config = config;
        this.actions = actions;
        this.presets = presets;
    }

    /** @throws MappingException if the type cannot be used; the message says where in the spec and why */
    public static TypeProgram compile(TypeDocument type) throws MappingException {
        SpecReader spec = new SpecReader("", type.spec());
        try {
            // Names, docs, modes and limits are for others; limits become part of the destination's document.
            spec.only(
                    "version",
                    "title",
                    "description",
                    "integrationNames",
                    "modes",
                    "config",
                    "auth",
                    "answers",
                    "bases",
                    "limits",
                    "actions",
                    "presets",
                    "docs");
            spec.at("config").node();
            Map<String, FieldSpec> config =
                    spec.at("config").members("properties", (name, property) -> FieldSpec.read(name, property, true));
            Names settings = settings(config);
            TypeWide typeWide = TypeWide.read(spec, settings);
            ActionBases bases = ActionBases.read(spec);
            Map<String, ActionSpec> actions =
                    spec.members("actions", (name, action) -> ActionSpec.read(bases.complete(action), typeWide));
            return new TypeProgram(type, config, actions, presets(spec, actions));
        } catch (MappingException e) {
            throw e.within("type " + type.name());
        }
    }

    private static Names settings(Map<String, FieldSpec> config) {
        List<String> plain = new ArrayList<>();
        List<String> secret = new ArrayList<>();
        config.values().forEach(setting -> (setting.secret() ? secret : plain).add(setting.name()));
        return Names.of(Set.of()).declaring(Scope.CONFIG, plain).declaring(Scope.SECRET, secret);
    }

    private static List<RuleSpec> presets(SpecReader spec, Map<String, ActionSpec> actions) throws MappingException {
        List<RuleSpec> presets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SpecReader preset : spec.elements("presets")) {
            RuleSpec rule = RuleSpec.readPreset(preset, actions);
            if (!names.add(rule.name())) {
                throw preset.problem("there is another preset '" + rule.name() + "'");
            }
            presets.add(rule);
        }
        return presets;
    }

    public TypeDocument document() {
        return document;
    }

    Map<String, FieldSpec> config() {
        return config;
    }

    Map<String, ActionSpec> actions() {
        return actions;
    }

    List<RuleSpec> presets() {
        return presets;
    }
}
