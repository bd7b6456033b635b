package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.ResourceSelector;
import dev.catchment.api.v1alpha1.SelectorRequirement;
import dev.catchment.contract.plan.Selection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The labels of the resources of one kind in a workspace, and what references and selectors mean over them. */
final class Labels {
    static final Labels NONE = new Labels(List.of());

    private final Map<String, Map<String, String>> byName = new HashMap<>();
    /** Names by label and its value, so that not every selector looks at every resource. */
    private final Map<Map.Entry<String, String>, List<String>> byLabel = new HashMap<>();

    Labels(Collection<? extends HasMetadata> resources) {
        for (HasMetadata resource : resources) {
            String name = resource.getMetadata().getName();
            Map<String, String> own = resource.getMetadata().getLabels();
            byName.put(name, own == null ? Map.of() : own);
            if (own != null) {
                own.entrySet().forEach(label -> byLabel.computeIfAbsent(
                                Map.entry(label.getKey(), label.getValue()), _ -> new ArrayList<>())
                        .add(name));
            }
        }
    }

    /** Whether all questions have the same answers here as there. */
    boolean same(Labels other) {
        return byName.equals(other.byName);
    }

    Selection resolve(List<ResourceRef> refs, @Nullable ResourceSelector selector) {
        if (refs.isEmpty() == (selector == null)) {
            return Selection.everything();
        }
        if (selector == null) {
            return Selection.of(refs.stream().map(ResourceRef::name).toList());
        }
        if (selector.matchLabels().isEmpty() && selector.matchExpressions().isEmpty()) {
            return Selection.everything();
        }
        return Selection.of(candidates(selector).stream()
                .filter(name -> fits(selector, byName.getOrDefault(name, Map.of())))
                .toList());
    }

    /** Those with the rarest of the labels that are asked for; all, if none is. */
    private Collection<String> candidates(ResourceSelector selector) {
        return selector.matchLabels().entrySet().stream()
                .map(label -> byLabel.getOrDefault(label, List.of()))
                .min(Comparator.comparingInt(List::size))
                .<Collection<String>>map(names -> names)
                .orElse(byName.keySet());
    }

    List<String> missing(List<ResourceRef> refs) {
        if (refs.stream().allMatch(ref -> byName.containsKey(ref.name()))) {
            return List.of();
        }
        TreeSet<String> names =
                new TreeSet<>(refs.stream().map(ResourceRef::name).toList());
        names.removeAll(byName.keySet());
        return List.copyOf(names);
    }

    Optional<String> first(Selection selection) {
        return byName.keySet().stream().filter(selection::covers).min(Comparator.naturalOrder());
    }

    private static boolean fits(ResourceSelector selector, Map<String, String> labels) {
        return selector.matchLabels().entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
                && selector.matchExpressions().stream().allMatch(requirement -> fits(requirement, labels));
    }

    private static boolean fits(SelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.key());
        return switch (requirement.operator()) {
            case IN -> value != null && requirement.values().contains(value);
            case NOT_IN -> value == null || !requirement.values().contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            // a requirement of a newer version: the resource may be meant
            case UNKNOWN -> true;
        };
    }
}
