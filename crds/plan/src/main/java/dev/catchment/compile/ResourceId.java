package dev.catchment.compile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;

/** A resource of the workspace's namespace, or a DestinationType. */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
    private static final Comparator<ResourceId> ORDER =
            Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::name);

    public static ResourceId of(HasMetadata resource) {
        return new ResourceId(resource.getKind(), resource.getMetadata().getName());
    }

    @Override
    public int compareTo(ResourceId other) {
        return ORDER.compare(this, other);
    }
}
