package dev.catchment.operator.filter;

import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterStatus;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Filter, from what was found. Pure. */
final class FilterStatuses {
    private FilterStatuses() {}

    static FilterStatus of(Filter filter, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        @Nullable FilterStatus before = filter.getStatus();
        long generation = filter.getMetadata().getGeneration();
        Optional<FilterDocument> document = verdict.flatMap(Verdict::document)
                .filter(FilterDocument.class::isInstance)
                .map(FilterDocument.class::cast);
        return new FilterStatus(
                generation,
                Conditions.stamp(before == null ? List.of() : before.conditions(), conditions, generation, clock),
                document.map(FilterDocument::sources).map(FilterStatuses::named).orElse(null),
                document.map(FilterDocument::destinations)
                        .map(FilterStatuses::named)
                        .orElse(null));
    }

    /** How many are named; none is counted where all are meant, because that number would change by itself. */
    private static @Nullable Integer named(Selection selection) {
        return selection.all() ? null : Integer.valueOf(selection.names().size());
    }
}
