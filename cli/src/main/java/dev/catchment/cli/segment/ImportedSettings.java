package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.ConfigField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A destination's settings, OAuth data and environment, sorted into what may be seen and what is secret. */
final class ImportedSettings {
    private static final Map<String, String> OAUTH = Map.of(
            "access_token", "accessToken",
            "refresh_token", "refreshToken",
            "clientId", "clientId",
            "clientSecret", "clientSecret");
    /** What Segment's own machinery keeps beside the settings. */
    private static final List<String> NO_SETTINGS = List.of("oauth", "subscription", "subscriptions");

    private final @Nullable Map<String, ConfigField> declared;
    private final Report report;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> secrets = new TreeMap<>();

    private ImportedSettings(@Nullable Map<String, ConfigField> declared, Report report) {
        this.declared = declared;
        this.report = report;
    }

    /** @param declared the type's settings; null if the type is not there: then nobody knows what is secret */
    static ImportedSettings of(SegmentFile file, @Nullable Map<String, ConfigField> declared, Report report) {
        ImportedSettings imported = new ImportedSettings(declared, report);
        for (Map.Entry<String, JsonNode> setting : file.settings().properties()) {
            if (!NO_SETTINGS.contains(setting.getKey())) {
                imported.add(JsonPath.member("$.settings", setting.getKey()), setting.getKey(), setting.getValue());
            }
        }
        file.oauthByPlace().forEach((where, oauth) -> oauth.properties()
                .forEach(token ->
                        imported.addOAuth(JsonPath.member(where, token.getKey()), token.getKey(), token.getValue())));
        for (Map.Entry<String, JsonNode> variable : file.env().properties()) {
            imported.addVariable(JsonPath.member("$.env", variable.getKey()), variable.getKey(), variable.getValue());
        }
        return imported;
    }

    ObjectNode config() {
        return config;
    }

    /** Secret settings by name. */
    Map<String, String> secrets() {
        return secrets;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isEmpty());
    }

    private void add(String where, String name, JsonNode value) {
        if (isNothing(value)) {
            return;
        }
        if (declared == null) {
            addUnchecked(name, value);
            return;
        }
        ConfigField field = declared.get(name);
        if (field == null) {
            report.add(
                    where,
                    "the type has no setting '" + name + "'; it has: "
                            + String.join(", ", new TreeSet<>(declared.keySet())),
                    "leave it out, or set what takes its place in the Destination's config");
        } else if (Boolean.TRUE.equals(field.secret())) {
            addSecret(where, name, value);
        } else {
            config.set(name, value);
        }
    }

    /** Without the type, what sounds like a secret is one: better in the Secret than in git. */
    private void addUnchecked(String name, JsonNode value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean sensitive = List.of("secret", "token", "password", "key", "credential").stream()
                .anyMatch(lower::contains);
        if (sensitive && value.isValueNode()) {
            secrets.put(name, value.asText());
        } else {
            config.set(name, value);
        }
    }

    private void addSecret(String where, String name, JsonNode value) {
        if (value.isValueNode()) {
            secrets.put(name, value.asText());
        } else {
            report.add(where, "a secret must be a text", "give the Secret its key '" + name + "' by hand");
        }
    }

    private void addOAuth(String where, String name, JsonNode value) {
        String field = OAUTH.get(name);
        if (isNothing(value)) {
            return;
        }
        if (field == null) {
            report.add(where, "nothing is known of it", "see the type's documentation for what its OAuth needs");
        } else if (declared == null) {
            addSecret(where, field, value);
        } else if (!declared.containsKey(field)) {
            report.add(
                    where,
                    "the type has no setting '" + field + "': it does not authenticate with OAuth, or not with this",
                    "see the type's documentation for the credentials that it takes");
        } else {
            add(where, field, value);
        }
    }

    /**
     * A variable of the environment in which Segment's code runs, such as {@code SALESFORCE_CLIENT_ID}: credentials of
     * Segment's own app. It becomes the setting that its last words name, {@code clientId}.
     */
    private void addVariable(String where, String name, JsonNode value) {
        if (isNothing(value)) {
            return;
        }
        Optional<String> setting = setting(name);
        if (setting.isPresent()) {
            add(where, setting.get(), value);
        } else {
            report.add(
                    where,
                    "no setting of the type is called like this variable",
                    "if the tool needs it, set it in the Destination's config or Secret");
        }
    }

    private Optional<String> setting(String variable) {
        if (declared == null) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(variable.split("_+")));
        String last = words.getLast().toLowerCase(Locale.ROOT);
        while (!words.isEmpty()) {
            String wanted = String.join("", words);
            Optional<String> found =
                    declared.keySet().stream().filter(wanted::equalsIgnoreCase).findFirst();
            if (found.isPresent()) {
                return found.filter(this::isOpen);
            }
            words.removeFirst();
        }
        // ACTIONS_FB_CAPI_SYSTEM_USER_TOKEN is the only token there is.
        List<String> alike = declared.entrySet().stream()
                .filter(field -> Boolean.TRUE.equals(field.getValue().secret()))
                .map(Map.Entry::getKey)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(last))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()).filter(this::isOpen) : Optional.empty();
    }

    private boolean isOpen(String setting) {
        return !config.has(setting) && !secrets.containsKey(setting);
    }

    /**
     * What Segment has in a mapping and the type among its secrets, such as the URL of a webhook: the one required
     * secret whose name ends like the field's.
     *
     * @return false if there is none
     */
    boolean takes(String where, String field, JsonNode value) {
        if (declared == null || !value.isTextual()) {
            return false;
        }
        List<String> alike = declared.entrySet().stream()
                .filter(setting -> Boolean.TRUE.equals(setting.getValue().secret())
                        && Boolean.TRUE.equals(setting.getValue().required()))
                .map(Map.Entry::getKey)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(field.toLowerCase(Locale.ROOT)))
                .toList();
        if (alike.size() != 1) {
            return false;
        }
        String before = secrets.putIfAbsent(alike.getFirst(), value.textValue());
        if (before != null && !before.equals(value.textValue())) {
            report.add(
                    where,
                    "the Secret's key '" + alike.getFirst() + "' has another value already",
                    "make a Destination of its own for the subscription");
        }
        return true;
    }

    /** To be called when everything had its chance to give a setting a value. */
    void reportMissing() {
        if (declared == null) {
            return;
        }
        declared.forEach((name, field) -> {
            if (Boolean.TRUE.equals(field.required()) && field.defaultValue() == null && isOpen(name)) {
                boolean secret = Boolean.TRUE.equals(field.secret());
                report.add(
                        "$.settings",
                        "the type requires '" + name + "', and the file has no value for it",
                        secret ? "add it to the Secret" : "add it to the Destination's config");
            }
        });
    }
}
