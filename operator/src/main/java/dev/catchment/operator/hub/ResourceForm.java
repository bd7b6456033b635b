package dev.catchment.operator.hub;

import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;

/**
 * What of a resource a plan depends on, without its content: equal forms compile equally. Labels count, because
 * selectors look at them; a status never does.
 */
public record ResourceForm(String uid, long generation, Map<String, String> labels, boolean paused) {
    public ResourceForm {
        labels = Map.copyOf(labels);
    }

    public static ResourceForm of(HasMetadata resource) {
        ObjectMeta metadata = resource.getMetadata();
        return new ResourceForm(
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                Labels.paused(resource));
    }
}
