package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.SecretRef;
import dev.catchment.contract.Secret;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fetches the secret settings of a destination from its Secret. */
record Credentials(SortedMap<String, Secret> values) {

    static Credentials of(
            DestinationSpec spec,
            Map<String, ConfigField> settings,
            Function<String, @Nullable Map<String, Secret>> secrets,
            List<Diagnostic> found) {
        SortedMap<String, Secret> values = new TreeMap<>();
        SecretRef ref = spec.secretRef();
        Map<String, Secret> secret = ref == null ? null : secrets.apply(ref.name());
        if (ref != null && secret == null) {
            found.add(Diagnostic.unresolved(
                    DiagnosticReason.REF_NOT_FOUND,
                    "spec.secretRef.name",
                    "there is no Secret " + ref.name() + ": create it, or correct the name"));
        }
        if (ref != null) {
            ref.keys().keySet().stream()
                    .filter(field -> !isSecret(settings.get(field)))
                    .sorted()
                    .forEach(field -> found.add(Diagnostic.notAccepted(
                            DiagnosticReason.INVALID_CONFIG,
                            "spec.secretRef.keys." + field,
                            "type " + spec.type() + " has no secret setting " + field + "; it has "
                                    + names(settings))));
        }
        for (var setting : new TreeMap<>(settings).entrySet()) {
            if (isSecret(setting.getValue())) {
                fetch(setting.getKey(), setting.getValue(), ref, secret, values, found);
            }
        }
        return new Credentials(values);
    }

    static boolean isSecret(@Nullable ConfigField setting) {
        return setting != null && Boolean.TRUE.equals(setting.secret());
    }

    private static void fetch(
            String name,
            ConfigField setting,
            @Nullable SecretRef ref,
            @Nullable Map<String, Secret> secret,
            SortedMap<String, Secret> values,
            List<Diagnostic> found) {
        boolean required = Boolean.TRUE.equals(setting.required());
        if (ref == null) {
            if (required) {
                found.add(Diagnostic.notAccepted(
                        DiagnosticReason.INVALID_CONFIG,
                        "spec.secretRef",
                        "the setting " + name + " is required and secret: name a Secret that has it"));
            }
            return;
        }
        if (secret == null) {
            return;
        }
        String key = ref.keys().getOrDefault(name, name);
        Secret value = secret.get(key);
        if (value == null) {
            if (required || ref.keys().containsKey(name)) {
                found.add(Diagnostic.unresolved(
                        DiagnosticReason.REF_NOT_FOUND,
                        ref.keys().containsKey(name) ? "spec.secretRef.keys." + name : "spec.secretRef",
                        "Secret " + ref.name() + " has no key " + key + " for the setting " + name
                                + SecretValues.has(secret)));
            }
        } else if (value.reveal().isEmpty()) {
            // charts write empty values for what is not used
            if (required || ref.keys().containsKey(name)) {
                found.add(invalid(ref, key, name, "is empty"));
            }
        } else if (SecretValues.isNoText(value.reveal())) {
            found.add(invalid(ref, key, name, "is no UTF-8 text"));
        } else if (SecretValues.endsInStrayLineBreak(value.reveal())) {
            found.add(invalid(ref, key, name, "ends in a line break: write it without one"));
        } else if (setting.pattern() != null && !ConfigCheck.matches(setting.pattern(), value.reveal())) {
            found.add(invalid(ref, key, name, "does not fit " + setting.pattern()));
        } else {
            values.put(name, value);
        }
    }

    private static Diagnostic invalid(SecretRef ref, String key, String name, String problem) {
        return Diagnostic.unresolved(
                DiagnosticReason.INVALID_SECRET,
                "spec.secretRef",
                "the value of " + name + " (key " + key + " of Secret " + ref.name() + ") " + problem);
    }

    private static String names(Map<String, ConfigField> settings) {
        String names = settings.entrySet().stream()
                .filter(setting -> isSecret(setting.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
