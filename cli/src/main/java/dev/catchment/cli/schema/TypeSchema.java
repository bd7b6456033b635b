package dev.catchment.cli.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.Action;
import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.api.v1alpha1.FieldType;
import dev.catchment.api.v1alpha1.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a Destination of one type may say in its spec: settings, secrets, presets, and mappings with their fields. */
final class TypeSchema {
    /** What Java's regular expressions have and JavaScript's have not. */
    private static final Pattern ONLY_JAVA =
            Pattern.compile("\\(\\?(?![:=!]|<[=!])|\\\\[AGQEZzhHRX]|[*+?}]\\+|&&|\\\\p");

    private static final Pattern CHOICES = Pattern.compile("[-\\w.]+(\\|[-\\w.]+)+");

    private final DestinationTypeSpec spec;
    private final Map<String, ConfigField> settings;

    private TypeSchema(DestinationTypeSpec spec) {
        this.spec = spec;
        this.settings =
                spec.config() == null ? Map.of() : new TreeMap<>(spec.config().properties());
    }

    static ObjectNode of(DestinationType type) {
        return new TypeSchema(type.getSpec()).schema(type.getMetadata().getName());
    }

    private ObjectNode schema(String name) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", EditorSchemas.DIALECT);
        schema.put("$id", name + ".json");
        schema.put("title", spec.title() == null ? name : spec.title());
        schema.put("description", spec.description() == null ? "A destination type." : spec.description());
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        properties.set("config", config(required));
        properties.set("secretRef", secrets(required));
        if (!spec.modes().isEmpty()) {
            ArrayNode modes = properties.putObject("connectionMode").putArray("enum");
            spec.modes().forEach(mode -> modes.add(mode.name().toLowerCase(Locale.ROOT)));
        }
        properties.set("presets", presets());
        properties.set("mappings", mappings());
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private ObjectNode config(ArrayNode requiredHere) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("description", "Settings of the type. Its secret ones do not belong here, but into a Secret.");
        config.put("type", "object");
        ObjectNode properties = config.putObject("properties");
        List<String> required = new ArrayList<>();
        settings.forEach((name, setting) -> {
            if (!isSecret(setting)) {
                properties.set(name, setting(setting));
                if (Boolean.TRUE.equals(setting.required()) && setting.defaultValue() == null) {
                    required.add(name);
                }
            }
        });
        config.put("additionalProperties", false);
        if (!required.isEmpty()) {
            ArrayNode names = config.putArray("required");
            required.forEach(names::add);
            requiredHere.add("config");
        }
        return config;
    }

    private static ObjectNode setting(ConfigField setting) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        type(one, setting.type());
        pattern(one, setting.pattern());
        ObjectNode schema = one;
        if (Boolean.TRUE.equals(setting.multiple())) {
            schema = JsonNodeFactory.instance.objectNode();
            ArrayNode either = schema.putArray("anyOf");
            either.addObject().put("type", "array").set("items", one);
            either.add(one);
        }
        described(schema, setting.description());
        if (setting.defaultValue() != null) {
            schema.set("default", setting.defaultValue());
        }
        return schema;
    }

    /** As wide as the hub is: it brings a value to the setting's type where that can be done. */
    private static void type(ObjectNode schema, FieldType type) {
        switch (type) {
            case STRING, TEXT, DATETIME ->
                schema.putArray("type").add("string").add("number").add("boolean");
            case NUMBER -> schema.putArray("type").add("number").add("string");
            case INTEGER -> schema.putArray("type").add("integer").add("string");
            case BOOLEAN ->
                schema.putArray("enum").add(true).add(false).add("true").add("false");
            case OBJECT -> schema.put("type", "object");
            case UNKNOWN -> {}
        }
    }

    private static void pattern(ObjectNode schema, @Nullable String pattern) {
        if (pattern == null || ONLY_JAVA.matcher(pattern).find()) {
            return;
        }
        if (CHOICES.matcher(pattern).matches()) {
            schema.remove("type");
            ArrayNode choices = schema.putArray("enum");
            List.of(pattern.split("\\|")).forEach(choices::add);
        } else {
            schema.put("pattern", "^(?:" + pattern + ")$");
        }
    }

    private ObjectNode secrets(ArrayNode requiredHere) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        ObjectNode keys = reference
                .putObject("properties")
                .putObject("keys")
                .put("description", "Which key of the Secret holds which secret setting.");
        ObjectNode properties = keys.putObject("properties");
        settings.forEach((name, setting) -> {
            if (isSecret(setting)) {
                described(properties.putObject(name).put("type", "string"), setting.description());
                if (Boolean.TRUE.equals(setting.required())
                        && !requiredHere.toString().contains("secretRef")) {
                    requiredHere.add("secretRef");
                }
            }
        });
        keys.put("additionalProperties", false);
        return reference;
    }

    private ObjectNode presets() {
        ObjectNode presets = JsonNodeFactory.instance.objectNode();
        ArrayNode names = presets.putObject("properties")
                .putObject("disable")
                .putObject("items")
                .putArray("enum")
                .add("*");
        spec.presets().stream().map(Preset::name).forEach(names::add);
        return presets;
    }

    private ObjectNode mappings() {
        ObjectNode mappings = JsonNodeFactory.instance.objectNode();
        ObjectNode mapping = mappings.putObject("items");
        ArrayNode names = mapping.putObject("properties").putObject("action").putArray("enum");
        ArrayNode actions = mapping.putArray("allOf");
        new TreeSet<>(spec.actions().keySet()).forEach(name -> {
            names.add(name);
            ObjectNode rule = actions.addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putObject("properties").putObject("action").put("const", name);
            condition.putArray("required").add("action");
            rule.putObject("then")
                    .putObject("properties")
                    .set("fields", fields(spec.action(name).orElseThrow()));
        });
        return mappings;
    }

    /** Any value goes: it may be a template. */
    private static ObjectNode fields(Action action) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ObjectNode properties = fields.putObject("properties");
        new TreeMap<>(action.fields())
                .forEach((name, field) -> described(properties.putObject(name), field.description()));
        fields.put("additionalProperties", false);
        return fields;
    }

    private static void described(ObjectNode schema, @Nullable String description) {
        if (description != null) {
            schema.put("description", description);
        }
    }

    private static boolean isSecret(ConfigField setting) {
        return Boolean.TRUE.equals(setting.secret());
    }
}
