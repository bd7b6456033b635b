package dev.catchment.compile;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.PlanDocument;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the resources of one workspace mean.
 *
 * @param ingest documents of {@code plan-ingest} by key
 * @param delivery documents of {@code plan-delivery} by key
 * @param diagnostics for every resource that was looked at, what is wrong with it; an empty list: nothing
 * @param tests how the cases of each resource went whose {@code spec.tests} were run
 * @param kept resources of which a former version is in force, because they are not good now
 */
public record CompiledPlan(
        SortedMap<String, PlanDocument> ingest,
        SortedMap<String, PlanDocument> delivery,
        SortedMap<ResourceId, List<Diagnostic>> diagnostics,
        SortedMap<ResourceId, List<TestResult>> tests,
        Set<ResourceId> kept) {

    public CompiledPlan {
        ingest = Collections.unmodifiableSortedMap(new TreeMap<>(ingest));
        delivery = Collections.unmodifiableSortedMap(new TreeMap<>(delivery));
        diagnostics = Collections.unmodifiableSortedMap(new TreeMap<>(diagnostics));
        tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
        kept = Set.copyOf(kept);
    }

    /** The documents of one plane by key. */
    public SortedMap<String, PlanDocument> documents(Plane plane) {
        return plane == Plane.INGEST ? ingest : delivery;
    }

    /** All documents by key: what the next compilation takes as the previous plan. */
    public SortedMap<String, PlanDocument> all() {
        SortedMap<String, PlanDocument> all = new TreeMap<>(ingest);
        all.putAll(delivery);
        return all;
    }

    /** Whether the spec of a resource is valid. */
    public boolean accepted(ResourceId resource) {
        return diagnostics.getOrDefault(resource, List.of()).stream()
                .noneMatch(diagnostic -> diagnostic.fatal() && diagnostic.condition() == ConditionType.ACCEPTED);
    }
}
