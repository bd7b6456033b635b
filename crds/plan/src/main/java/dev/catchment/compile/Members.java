package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one kind in a workspace, each list sorted by name.
 *
 * @param live those that are compiled
 * @param frozen those that stay as they are in force: paused, or without a spec that can be read although they are part
 *     of the plan, as after an upgrade that is taken back. Leaving these out would open what a filter closes
 */
record Members<T extends HasMetadata>(List<T> live, List<T> frozen) {

    /** @param key of the document that a resource would have */
    static <T extends HasMetadata> Members<T> of(
            PlanInput input, List<T> resources, Function<T, @Nullable ResourceRef> reference, Function<T, String> key) {
        String workspace = input.workspace().getMetadata().getName();
        List<T> live = new ArrayList<>();
        List<T> frozen = new ArrayList<>();
        for (T resource : PlanCompiler.sorted(resources)) {
            ResourceRef ref = reference.apply(resource);
            boolean unreadable = ref == null && input.previous().containsKey(key.apply(resource));
            boolean member = ref != null && workspace.equals(ref.name());
            if (unreadable || (member && input.paused().contains(ResourceId.of(resource)))) {
                frozen.add(resource);
            } else if (member) {
                live.add(resource);
            }
        }
        return new Members<>(live, frozen);
    }

    List<T> all() {
        List<T> all = new ArrayList<>(live);
        all.addAll(frozen);
        return all;
    }
}
