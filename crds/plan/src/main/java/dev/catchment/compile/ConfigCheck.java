package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.condition.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks the plain settings of a destination against its type. Never repeats a value: it may be a secret. */
final class ConfigCheck {

    private ConfigCheck() {}

    static List<Diagnostic> check(String type, Map<String, ConfigField> settings, JsonNode config) {
        List<Diagnostic> found = new ArrayList<>();
        for (var entry : new TreeMap<>(settings).entrySet()) {
            JsonNode value = config.path(entry.getKey());
            String path = "spec.config." + entry.getKey();
            if (Credentials.isSecret(entry.getValue())) {
                if (!value.isMissingNode()) {
                    found.add(Diagnostic.notAccepted(
                            DiagnosticReason.SECRET_IN_CONFIG,
                            path,
                            "is a secret setting of type " + type
                                    + ": put it into a Secret, name that in spec.secretRef, and replace the value"));
                }
            } else if (value.isMissingNode() || value.isNull()) {
                if (Boolean.TRUE.equals(entry.getValue().required())
                        && entry.getValue().defaultValue() == null) {
                    found.add(invalid(path, "is required by type " + type));
                }
            } else {
                value(path, entry.getValue(), value, found);
            }
        }
        TreeSet<String> unknown = new TreeSet<>();
        config.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(settings.keySet());
        unknown.forEach(name -> found.add(invalid(
                "spec.config." + name,
                "type " + type + " has no such setting; it has "
                        + (settings.isEmpty() ? "none" : String.join(", ", new TreeSet<>(settings.keySet())))
                        + Spelling.hint(name, settings.keySet()))));
        return found;
    }

    private static void value(String path, ConfigField setting, JsonNode value, List<Diagnostic> found) {
        boolean multiple = Boolean.TRUE.equals(setting.multiple());
        if (multiple && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                one(path + "[" + i + "]", setting, value.get(i), found);
            }
        } else {
            one(path, setting, value, found);
        }
    }

    private static void one(String path, ConfigField setting, JsonNode value, List<Diagnostic> found) {
        boolean fits =
                switch (setting.type()) {
                    case OBJECT -> value.isObject();
                    case BOOLEAN -> value.isBoolean() || value.asText().matches("true|false");
                    case STRING, TEXT, NUMBER, INTEGER, DATETIME, UNKNOWN -> value.isValueNode() && !value.isNull();
                };
        if (!fits) {
            found.add(invalid(path, "must be of type " + setting.type().name().toLowerCase(Locale.ROOT)));
        } else if (setting.pattern() != null && value.isTextual() && !matches(setting.pattern(), value.asText())) {
            found.add(invalid(path, "does not fit " + setting.pattern()));
        }
    }

    /** Whether a text fits a type's pattern as a whole; a pattern that is none is the type's defect and fits all. */
    static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).matches();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private static Diagnostic invalid(String path, String message) {
        return Diagnostic.notAccepted(DiagnosticReason.INVALID_CONFIG, path, message);
    }
}
