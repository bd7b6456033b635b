package dev.catchment.compile;

import dev.catchment.api.v1alpha1.ResourceRef;
import dev.catchment.api.v1alpha1.ResourceSelector;
import dev.catchment.contract.plan.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * What is to be said about a choice that the schema lets through.
     *
     * @param noun for one of the resources, for people
     * @param path of both fields, without the Refs or Selector that ends their names
     */
    List<Diagnostic> check(String noun, String path, List<ResourceRef> refs, @Nullable ResourceSelector selector) {
        List<Diagnostic> found = new ArrayList<>();
        Set<String> missing = Set.copyOf(plan.ask(new Question.Missing(kind, refs)));
        for (int i = 0; i < refs.size(); i++) {
            if (missing.contains(refs.get(i).name())) {
                found.add(Diagnostic.unresolved(
                        DiagnosticReason.REF_NOT_FOUND,
                        path + "Refs[" + i + "]",
                        "there is no " + noun + " " + refs.get(i).name()
                                + " in this workspace: create it, or correct the name"));
            }
        }
        Selection selection = resolve(refs, selector);
        if (refs.isEmpty() && !selection.all() && selection.names().isEmpty()) {
            found.add(Diagnostic.warning(
                    DiagnosticReason.SELECTS_NOTHING,
                    path + "Selector",
                    "fits no " + noun + " of this workspace: correct it, or give one these labels"));
        }
        return found;
    }

    /** The first, by name, of those that are there and selected; empty: there is none. */
    Optional<String> first(Selection selection) {
        return plan.ask(new Question.First(kind, selection));
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
