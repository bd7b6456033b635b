package dev.catchment.filter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.pipeline.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The filters that cover one destination. All conditions see the event as it came; then sample, drop, dropFields and
 * keepFields act in this order, so that dropFields beats keepFields and names never matter. Several keepFields leave
 * what all of them keep. Immutable and safe for many threads.
 */
public final class Filters {
    private final List<CompiledFilter> filters;
    private final boolean quick;
    private final int hash;

    private Filters(List<CompiledFilter> filters) {
        this.filters = filters;
        this.quick = filters.stream().allMatch(CompiledFilter::quick);
        this.hash = filters.hashCode();
    }

    /**
     * Builds them from documents that cover the destination. One that does not compile holds its events back, as if it
     * were never accepted: nothing gets past it. Use {@link #check} to learn why before a document is put in force.
     */
    public static Filters of(List<FilterDocument> covering) {
        return ofCompiled(covering.stream().map(CompiledFilter::of));
    }

    static Filters ofCompiled(Stream<CompiledFilter> covering) {
        return new Filters(
                covering.sorted(Comparator.comparingInt(CompiledFilter::order).thenComparing(CompiledFilter::name))
                        .toList());
    }

    /** @throws ExpressionException if the document's condition or paths cannot be used; the message says where */
    public static void check(FilterDocument filter) throws ExpressionException {
        CompiledFilter.compile(filter);
    }

    /** What is wrong with a field's path, with its position, for people; empty: nothing. */
    public static Optional<String> problem(String path) {
        try {
            FieldPath.parse(path);
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /** Whether they always decide within microseconds: then one thread may ask for many destinations. */
    public boolean quick() {
        return quick;
    }

    /** What they decide; the event remembers it, so that destinations that share them ask once. */
    public Decision apply(Event event) {
        if (filters.isEmpty()) {
            return new Decision.Pass(event);
        }
        Decision known = event.judged(this);
        if (known == null) {
            known = decide(event);
            event.judge(this, known);
        }
        return known;
    }

    private Decision decide(Event event) {
        Decision impediment = null;
        List<CompiledFilter> changes = new ArrayList<>(filters.size());
        for (CompiledFilter filter : filters) {
            if (!filter.covers(event.source())) {
                continue;
            }
            Decision decision = judge(filter, event, changes);
            if (decision instanceof Decision.Dropped) {
                // Not delivered whatever the others would say, so their failures do not matter.
                return decision;
            }
            impediment = graver(impediment, decision);
        }
        return impediment == null ? new Decision.Pass(change(event, changes)) : impediment;
    }

    /** Held beats failed: a held event is judged again once the filter is mended. */
    private static @Nullable Decision graver(@Nullable Decision former, @Nullable Decision next) {
        if (former == null || (former instanceof Decision.Failed && next instanceof Decision.Held)) {
            return next;
        }
        return former;
    }

    private static @Nullable Decision judge(CompiledFilter filter, Event event, List<CompiledFilter> changes) {
        if (filter.action() instanceof FilterAction.Hold hold) {
            return new Decision.Held(filter.name(), hold.reason());
        }
        try {
            if (!filter.matches(event)) {
                return null;
            }
        } catch (ConditionException e) {
            return new Decision.Failed(filter.name(), String.valueOf(e.getMessage()));
        }
        if (filter.drops(event)) {
            return new Decision.Dropped(filter.name());
        }
        if (filter.changesFields()) {
            changes.add(filter);
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the same object means unchanged
    private static Event change(Event event, List<CompiledFilter> changes) {
        ObjectNode json = event.json();
        for (CompiledFilter filter : changes) {
            json = filter.change(json);
        }
        return json == event.json() ? event : event.withJson(json);
    }

    /** Filters of the same documents, compiled once, are equal. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Filters same && hash == same.hash && filters.equals(same.filters));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
