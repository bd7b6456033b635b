package dev.catchment.api.file;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A resource as decoded, with its defaults, and the document it comes from. */
public record LoadedResource(HasMetadata resource, YamlDocument document) {

    /** Kind, namespace and name, as {@code Source default/web}. */
    public String id() {
        return resource.getKind() + " " + resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }
}
