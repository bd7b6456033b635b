package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Secret;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A destination's settings, checked against its type.
 *
 * @param config with the type's defaults, in the declared types
 * @param secrets the declared secrets that are there, as texts
 */
record Settings(ObjectNode config, ObjectNode secrets) {

    static Settings check(Map<String, FieldSpec> declared, JsonNode given, Map<String, Secret> secrets)
            throws MappingException {
        if (!given.isObject() && !given.isNull() && !given.isMissingNode()) {
            throw new MappingException("config", "must be an object");
        }
        for (String name : (Iterable<String>) given::fieldNames) {
            FieldSpec setting = declared.get(name);
            if (setting == null) {
                throw new MappingException(
                        "config." + name, "the type has no such setting; it has: " + names(declared));
            }
            if (setting.secret()) {
                throw new MappingException("config." + name, "is a secret: give it through secretRef, not in config");
            }
        }
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ObjectNode revealed = JsonNodeFactory.instance.objectNode();
        for (FieldSpec setting : declared.values()) {
            if (setting.secret()) {
                addSecret(revealed, setting, secrets.get(setting.name()));
            } else {
                addPlain(config, setting, given.get(setting.name()));
            }
        }
        return new Settings(config, revealed);
    }

    private static void addPlain(ObjectNode config, FieldSpec setting, @Nullable JsonNode given)
            throws MappingException {
        JsonNode value = given == null || given.isNull() ? setting.defaultValue() : given;
        if (value != null) {
            try {
                config.set(setting.name(), setting.coerce(value));
            } catch (MappingException e) {
                throw e.within("config");
            }
        } else if (setting.required()) {
            throw new MappingException("config." + setting.name(), "is required");
        }
    }

    private static void addSecret(ObjectNode revealed, FieldSpec setting, @Nullable Secret secret)
            throws MappingException {
        if (secret != null && !secret.reveal().isEmpty()) {
            try {
                setting.requireMatch(secret.reveal());
            } catch (MappingException e) {
                throw e.within("secret");
            }
            revealed.put(setting.name(), secret.reveal());
        } else if (setting.required()) {
            throw new MappingException("secret." + setting.name(), "is required: name its Secret in secretRef");
        }
    }

    private static String names(Map<String, FieldSpec> declared) {
        return String.join(", ", new TreeSet<>(declared.keySet()));
    }
}
