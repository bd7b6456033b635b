package dev.catchment.compile;

import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;

/** Runs the cases of destinations with the filters of the plan that is being compiled. */
final class DestinationTests {
    /** Where a destination takes from no source that is there. */
    private static final String ANY_SOURCE = "test";

    private static final Diagnostic NOT_RUN = Diagnostic.tests(
            DiagnosticReason.TESTS_NOT_RUN,
            "The cases are run once the destination is accepted, and what it refers to is there and in force.");

    private final SpecTests tests;
    private final Selections sources;
    private final Compilation plan;

    DestinationTests(SpecTests tests, Selections sources, Compilation plan) {
        this.tests = tests;
        this.sources = sources;
        this.plan = plan;
    }

    /** What is wrong with the cases themselves. */
    List<Diagnostic> malformed(DestinationSpec spec) {
        return spec.tests().isEmpty() ? List.of() : tests.malformedOfDestination(SpecTests.Cases.of(spec.tests()));
    }

    /** Runs the cases of a destination with which nothing else is wrong; all filters are compiled. */
    List<Diagnostic> run(
            DestinationSpec spec, DestinationDocument document, TypeDocument type, Map<String, Secret> secrets) {
        if (spec.tests().isEmpty()) {
            return List.of();
        }
        String name = document.name();
        return plan.tested(
                new ResourceId("Destination", name),
                tests.ofDestination(
                        SpecTests.Cases.of(spec.tests()),
                        document,
                        type,
                        secrets,
                        plan.covering(name),
                        () -> plan.filtersOf(name),
                        sources.first(document.sources()).orElse(ANY_SOURCE)));
    }

    static List<Diagnostic> notRun(DestinationSpec spec) {
        return spec.tests().isEmpty() ? List.of() : List.of(NOT_RUN);
    }
}
