package dev.catchment.cli.segment;

import dev.catchment.api.v1alpha1.DestinationType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the type that a destination's name means: the name in Segment's code, its slug or what people call it. */
final class TypeNames {
    private TypeNames() {}

    static Optional<DestinationType> find(String destination, List<DestinationType> types) {
        return named(destination, types)
                .or(() -> named(dnsLabel(destination), types))
                .or(() -> named(withoutSlug(dnsLabel(destination)), types))
                .or(() -> types.stream()
                        .filter(type -> type.getSpec().integrationNames().stream()
                                        .anyMatch(destination::equalsIgnoreCase)
                                || destination.equalsIgnoreCase(type.getSpec().title()))
                        .findFirst());
    }

    private static Optional<DestinationType> named(String name, List<DestinationType> types) {
        return types.stream()
                .filter(type -> type.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static String withoutSlug(String name) {
        return name.replaceFirst("^actions-", "").replaceFirst("-(cloud|actions)$", "");
    }

    /** A name that a resource can have. */
    static String dnsLabel(String name) {
        String label =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
        label = label.substring(0, Math.min(63, label.length())).replaceFirst("-$", "");
        return label.isEmpty() ? "imported" : label;
    }
}
