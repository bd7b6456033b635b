package dev.catchment.api.file;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * What a folder holds.
 *
 * @param resources what could be decoded, in the order of files and documents
 * @param findings what is wrong; a resource with findings is not among the resources
 * @param ignored documents of kinds that are none of ours, such as a Deployment
 */
public record LoadedResources(List<LoadedResource> resources, List<FileFinding> findings, List<FileFinding> ignored) {
    public LoadedResources {
        resources = List.copyOf(resources);
        findings = List.copyOf(findings);
        ignored = List.copyOf(ignored);
    }

    /** Every resource of one kind. */
    public <T extends HasMetadata> List<T> all(Class<T> kind) {
        return resources.stream()
                .map(LoadedResource::resource)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Where a resource stands, down to the value at a path inside it. */
    public Optional<Place> place(String kind, String namespace, String name, String path) {
        String id = kind + " " + namespace + "/" + name;
        return resources.stream()
                .filter(loaded -> loaded.id().equals(id))
                .map(loaded -> loaded.document().place(path))
                .findFirst();
    }
}
