package dev.catchment.cli;

import dev.catchment.api.v1alpha1.ConfigField;
import dev.catchment.api.v1alpha1.ConfigSchema;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.SecretRef;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts Secrets where there are none, because they are seldom in git: cases in a spec see {@code ***} of a secret,
 * whatever it is.
 */
final class MadeUpSecrets {
    /** The first that fits a setting's pattern is taken. */
    private static final List<String> VALUES =
            List.of("made-up", "https://made-up.slack.com/services/T/B/x", "1234567890");

    private MadeUpSecrets() {}

    /** The folder with a Secret for each Destination with cases whose Secret is not there; itself if none is missing. */
    static ResourceFolder in(ResourceFolder folder) {
        Map<String, Secret> missing = new TreeMap<>();
        for (Destination destination : folder.loaded().all(Destination.class)) {
            SecretRef reference = destination.getSpec().secretRef();
            String namespace = destination.getMetadata().getNamespace();
            if (reference == null
                    || destination.getSpec().tests().isEmpty()
                    || folder.in(namespace, Secret.class).stream()
                            .anyMatch(there -> there.getMetadata().getName().equals(reference.name()))) {
                continue;
            }
            missing.computeIfAbsent(namespace + "/" + reference.name(), unused -> new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(reference.name())
                            .endMetadata()
                            .withData(new TreeMap<>())
                            .build())
                    .getData()
                    .putAll(data(folder, destination.getSpec(), reference));
        }
        ResourceFolder complete = folder;
        for (Secret secret : missing.values()) {
            complete = complete.with(secret);
        }
        return complete;
    }

    private static Map<String, String> data(ResourceFolder folder, DestinationSpec spec, SecretRef reference) {
        Map<String, String> data = new TreeMap<>();
        String pinned = spec.type() + "-v" + spec.typeVersion();
        folder.types().stream()
                .filter(each -> each.getMetadata().getName().equals(spec.type())
                        || each.getMetadata().getName().equals(pinned))
                .map(DestinationType::getSpec)
                .map(type -> Optional.ofNullable(type.config())
                        .map(ConfigSchema::properties)
                        .orElse(Map.of()))
                .forEach(settings -> settings.forEach((name, setting) -> {
                    if (Boolean.TRUE.equals(setting.secret())) {
                        data.put(
                                reference.keys().getOrDefault(name, name),
                                Base64.getEncoder()
                                        .encodeToString(value(setting).getBytes(StandardCharsets.UTF_8)));
                    }
                }));
        return data;
    }

    private static String value(ConfigField setting) {
        String pattern = setting.pattern();
        return VALUES.stream()
                .filter(value -> pattern == null || value.matches(pattern))
                .findFirst()
                .orElse(VALUES.getFirst());
    }
}
