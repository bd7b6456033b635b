package dev.catchment.compile;

import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.filter.FilterSet;
import dev.catchment.filter.Filters;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a plan by the destinations that they cover: what thousands of destinations ask for, each of them for
 * its own, is counted once.
 */
final class CoveringFilters {
    private final List<FilterDocument> filters;
    /** Revisions of those that cover every destination. */
    private final StringBuilder everywhere = new StringBuilder();
    /** Revisions of the others, by destination. */
    private final Map<String, StringBuilder> named = new HashMap<>();

    private @Nullable FilterSet compiled;

    /** @param filters in the order of their names */
    CoveringFilters(List<FilterDocument> filters) {
        this.filters = filters;
        for (FilterDocument filter : filters) {
            String revision = filter.revision();
            if (filter.destinations().all()) {
                everywhere.append(revision);
            }
            for (String destination : filter.destinations().names()) {
                named.computeIfAbsent(destination, unused -> new StringBuilder())
                        .append(revision);
            }
        }
        String all = everywhere.toString();
        everywhere.setLength(0);
        everywhere.append(PlanDocument.revision(all.getBytes(StandardCharsets.UTF_8)));
    }

    /** Another one whenever what covers the destination is another. */
    String revision(String destination) {
        return everywhere + "." + named.getOrDefault(destination, new StringBuilder());
    }

    Filters of(String destination) {
        FilterSet set = compiled;
        if (set == null) {
            set = new FilterSet();
            filters.forEach(set::put);
            compiled = set;
        }
        return set.covering(destination);
    }
}
