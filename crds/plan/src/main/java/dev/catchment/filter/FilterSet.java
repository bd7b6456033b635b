package dev.catchment.filter;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import dev.catchment.contract.plan.FilterDocument;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a plan, each compiled once, however many destinations it covers. Destinations that the same filters
 * cover get the same {@link Filters}, so that they can share what these decide. Not for several threads at once.
 */
public final class FilterSet {
    private final Map<String, Known> byName = new TreeMap<>();
    private final Interner<Filters> shared = Interners.newWeakInterner();

    private record Known(FilterDocument document, CompiledFilter filter) {}

    /** Adds the filter, or puts another form of it in place of the former one. */
    public void put(FilterDocument document) {
        Known former = byName.get(document.name());
        if (former == null || !former.document().equals(document)) {
            byName.put(document.name(), new Known(document, CompiledFilter.of(document)));
        }
    }

    /** @return the filter that was there */
    public @Nullable FilterDocument remove(String name) {
        Known former = byName.remove(name);
        return former == null ? null : former.document();
    }

    /** Those that cover the destination. */
    public Filters covering(String destination) {
        return shared.intern(Filters.ofCompiled(byName.values().stream()
                .filter(known -> known.document().destinations().covers(destination))
                .map(Known::filter)));
    }
}
