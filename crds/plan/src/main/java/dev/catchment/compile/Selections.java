package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.ResourceSelector;
import dev.catchment.api.v1alpha1.SelectorRequirement;
import dev.catchment.contract.plan.Selection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves references and label selectors over the resources of one kind in a workspace. */
final class Selections {

    private final TreeMap<String, Map<String, String>> labels = new TreeMap<>();

    Selections(Collection<? extends HasMetadata> resources) {
        for (HasMetadata resource : resources) {
            Map<String, String> own = resource.getMetadata().getLabels();
            labels.put(resource.getMetadata().getName(), own == null ? Map.of() : own);
        }
    }

    /**
     * Names that are listed stay even if there is no such resource (yet). A choice that cannot be understood, both or
     * neither given, covers everything: that is the safe side for a filter.
     */
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
        return Selection.of(labels.entrySet().stream()
                .filter(resource -> fits(selector, resource.getValue()))
                .map(Map.Entry::getKey)
                .toList());
    }

    /**
     * What is to be said about a choice that the schema lets through.
     *
     * @param kind of the resources, for people
     * @param path of both fields, without the Refs or Selector that ends their names
     */
    List<Diagnostic> check(String kind, String path, List<ResourceRef> refs, @Nullable ResourceSelector selector) {
        List<Diagnostic> found = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            if (!labels.containsKey(refs.get(i).name())) {
                found.add(Diagnostic.unresolved(
                        DiagnosticReason.REF_NOT_FOUND,
                        path + "Refs[" + i + "]",
                        "there is no " + kind + " " + refs.get(i).name()
                                + " in this workspace: create it, or correct the name"));
            }
        }
        Selection selection = resolve(refs, selector);
        if (refs.isEmpty() && !selection.all() && selection.names().isEmpty()) {
            found.add(Diagnostic.warning(
                    DiagnosticReason.SELECTS_NOTHING,
                    path + "Selector",
                    "fits no " + kind + " of this workspace: correct it, or give one these labels"));
        }
        return found;
    }

    /** The first, by name, of those that are there and selected; empty: there is none. */
    Optional<String> first(Selection selection) {
        return labels.keySet().stream().filter(selection::covers).findFirst();
    }

    static Selection union(Selection one, Selection other) {
        if (one.all() || other.all()) {
            return Selection.everything();
        }
        TreeSet<String> names = new TreeSet<>(one.names());
        names.addAll(other.names());
        return Selection.of(List.copyOf(names));
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
