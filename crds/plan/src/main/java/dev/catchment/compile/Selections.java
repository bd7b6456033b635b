package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.ResourceSelector;
import dev.catchment.contract.plan.Selection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves references and label selectors over the resources of one kind in a workspace. */
record Selections(String kind, Compilation plan) {

    /**
     * Names that are listed stay even if there is no such resource (yet). A choice that cannot be understood, both or
     * neither given, covers everything: that is the safe side for a filter.
     */
    Selection resolve(List<ResourceRef> refs, @Nullable ResourceSelector selector) {
        return plan.ask(new Question.Resolved(kind, refs, selector));
    }

    /** Listed names of which there is no resource, sorted. */
    List<String> missing(List<ResourceRef> refs) {
        return plan.ask(new Question.Missing(kind, refs));
    }

    static Selection union(Selection one, Selection other) {
        if (one.all() || other.all()) {
            return Selection.everything();
        }
        TreeSet<String> names = new TreeSet<>(one.names());
        names.addAll(other.names());
        return Selection.of(List.copyOf(names));
    }
}
