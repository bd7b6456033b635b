package dev.catchment.compile;

import static java.util.Objects.requireNonNull;

import dev.catchment.api.v1alpha1.FieldPaths;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterSpec;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.filter.Filters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles filters. A filter never fails open: one that is not accepted, or fails its tests, keeps the condition and
 * action it had, over what it covered and what it covers now; without such a form, everything it covers is held.
 */
final class FilterCompiler {

    private static final Diagnostic NOT_RUN =
            Diagnostic.tests(DiagnosticReason.TESTS_NOT_RUN, "The cases are run once the filter is accepted.");

    private final Conditions conditions;
    private final Selections sources;
    private final Selections destinations;
    private final SpecTests tests;
    private final Compilation plan;

    FilterCompiler(
            ExpressionChecker checker, SpecTests tests, Selections sources, Selections destinations, Compilation plan) {
        this.conditions = new Conditions(checker);
        this.tests = tests;
        this.sources = sources;
        this.destinations = destinations;
        this.plan = plan;
    }

    void compile(Filter filter) {
        ResourceId id = ResourceId.of(filter);
        Checked<Filter> checked = Checked.of(filter, Filter.class);
        FilterSpec spec = checked.resource().getSpec();
        List<Diagnostic> found = new ArrayList<>(checked.diagnostics());
        if (checked.valid()) {
            found.addAll(conditions.check("spec.when", spec.when()));
            found.addAll(badPaths(spec));
        }
        Selection fromSources = sources.resolve(spec.sourceRefs(), spec.sourceSelector());
        Selection toDestinations = destinations.resolve(spec.destinationRefs(), spec.destinationSelector());
        Optional<FilterDocument> fresh = found.isEmpty()
                ? Optional.of(new FilterDocument(
                        id.name(), fromSources, toDestinations, Conditions.expression(spec.when()), action(spec)))
                : Optional.empty();
        fresh.flatMap(document -> plan.tooLarge(document, "spec")).ifPresent(found::add);
        if (!spec.tests().isEmpty()) {
            found.addAll(found.isEmpty() ? tested(id, spec) : List.of(NOT_RUN));
        }
        boolean good = found.stream().noneMatch(Diagnostic::fatal);
        found.addAll(sources.check("source", "spec.source", spec.sourceRefs(), spec.sourceSelector()));
        found.addAll(destinations.check(
                "destination", "spec.destination", spec.destinationRefs(), spec.destinationSelector()));
        plan.report(id, found);
        if (!spec.active()) {
            return;
        }
        plan.put(good ? fresh.orElseThrow() : closed(id.name(), fromSources, toDestinations, firstFault(found)));
    }

    private List<Diagnostic> tested(ResourceId id, FilterSpec spec) {
        SpecTests.Cases cases = SpecTests.Cases.of(spec.tests());
        List<Diagnostic> malformed = tests.malformedOfFilter(cases, changesFields(spec));
        if (!malformed.isEmpty()) {
            return Stream.concat(malformed.stream(), Stream.of(NOT_RUN)).toList();
        }
        Selection all = Selection.everything();
        FilterDocument filter =
                new FilterDocument(id.name(), all, all, Conditions.expression(spec.when()), action(spec));
        return plan.tested(id, tests.ofFilter(cases, filter, changesFields(spec)));
    }

    private static boolean changesFields(FilterSpec spec) {
        return spec.dropFields() != null || spec.keepFields() != null;
    }

    /** Keeps what is in force of a filter that is not compiled. */
    void keep(Filter filter) {
        plan.report(ResourceId.of(filter), List.of());
        plan.keep(FilterDocument.KIND + "." + filter.getMetadata().getName());
    }

    /** What is in force of a filter on which the compiler failed: nobody knows what it covers, so it covers everything. */
    void close(Filter filter) {
        String name = filter.getMetadata().getName();
        if (plan.document(FilterDocument.KIND + "." + name).isEmpty()) {
            Diagnostic why =
                    Diagnostic.notAccepted(DiagnosticReason.INTERNAL_ERROR, "spec", "the compiler failed on it");
            plan.put(closed(name, Selection.everything(), Selection.everything(), why));
        }
    }

    /** What is in force of a filter that is not accepted. */
    private FilterDocument closed(String name, Selection fromSources, Selection toDestinations, Diagnostic why) {
        Optional<FilterDocument> last = plan.previous(FilterDocument.KIND + "." + name, FilterDocument.class)
                .filter(document -> !(document.action() instanceof FilterAction.Hold));
        last.ifPresent(document -> plan.keeps(new ResourceId("Filter", name)));
        return last.map(document -> new FilterDocument(
                        name,
                        Selections.union(document.sources(), fromSources),
                        Selections.union(document.destinations(), toDestinations),
                        document.when(),
                        document.action()))
                .orElseGet(() -> new FilterDocument(
                        name,
                        fromSources,
                        toDestinations,
                        Expression.ofCel("true"),
                        new FilterAction.Hold("Filter " + name + why(why) + why.path() + ": " + why.message())));
    }

    private static Diagnostic firstFault(List<Diagnostic> found) {
        return found.stream().filter(Diagnostic::fatal).findFirst().orElseThrow();
    }

    private static String why(Diagnostic diagnostic) {
        return diagnostic.condition() == ConditionType.TESTS_PASSED ? " fails its tests: " : " is not accepted: ";
    }

    private static FilterAction action(FilterSpec spec) {
        if (spec.drop() != null) {
            return new FilterAction.Drop();
        } else if (spec.sample() != null) {
            return new FilterAction.Sample(
                    spec.sample().percent(), spec.sample().path());
        } else if (spec.dropFields() != null) {
            return new FilterAction.DropFields(spec.dropFields().paths());
        }
        return new FilterAction.KeepFields(requireNonNull(spec.keepFields()).paths());
    }

    private static List<Diagnostic> badPaths(FilterSpec spec) {
        Map<String, String> paths = new LinkedHashMap<>();
        if (spec.sample() != null && spec.sample().path() != null) {
            paths.put("spec.sample.path", spec.sample().path());
        }
        put(paths, "spec.dropFields.paths", spec.dropFields());
        put(paths, "spec.keepFields.paths", spec.keepFields());
        List<Diagnostic> found = new ArrayList<>();
        paths.forEach((at, path) -> Filters.problem(path)
                .ifPresent(message ->
                        found.add(Diagnostic.notAccepted(DiagnosticReason.INVALID_EXPRESSION, at, message))));
        return found;
    }

    private static void put(Map<String, String> paths, String at, @Nullable FieldPaths fields) {
        for (int i = 0; fields != null && i < fields.paths().size(); i++) {
            paths.put(at + "[" + i + "]", fields.paths().get(i));
        }
    }
}
