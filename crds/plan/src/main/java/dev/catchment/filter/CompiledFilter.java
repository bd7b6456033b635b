package dev.catchment.filter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.pipeline.Event;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One filter, ready to run.
 *
 * @param sources names of the sources it covers; null: all
 * @param condition null only for {@link FilterAction.Hold}
 * @param fields what dropFields and keepFields do to the event
 */
record CompiledFilter(
        String name,
        @Nullable Set<String> sources,
        @Nullable Condition condition,
        FilterAction action,
        @Nullable Sample sample,
        @Nullable UnaryOperator<ObjectNode> fields) {

    static CompiledFilter of(FilterDocument filter) {
        try {
            return compile(filter);
        } catch (ExpressionException e) {
            FilterAction hold = new FilterAction.Hold("the filter cannot be used: " + e.getMessage());
            return new CompiledFilter(filter.name(), names(filter.sources()), null, hold, null, null);
        }
    }

    static CompiledFilter compile(FilterDocument filter) throws ExpressionException {
        Set<String> sources = names(filter.sources());
        FilterAction action = filter.action();
        if (action instanceof FilterAction.Hold) {
            return new CompiledFilter(filter.name(), sources, null, action, null, null);
        }
        Condition condition = Condition.compile(filter.when());
        Sample sample = action instanceof FilterAction.Sample share ? Sample.of(share) : null;
        UnaryOperator<ObjectNode> fields =
                switch (action) {
                    case FilterAction.DropFields drop -> FieldTree.of(drop.paths())::drop;
                    case FilterAction.KeepFields keep -> FieldTree.of(keep.paths())::keep;
                    default -> null;
                };
        return new CompiledFilter(filter.name(), sources, condition, action, sample, fields);
    }

    private static @Nullable Set<String> names(Selection selection) {
        return selection.all() ? null : Set.copyOf(selection.names());
    }

    /** Sample, drop, dropFields, keepFields; what holds comes last, because a drop decides without it. */
    int order() {
        return switch (action) {
            case FilterAction.Sample ignored -> 0;
            case FilterAction.Drop ignored -> 1;
            case FilterAction.DropFields ignored -> 2;
            case FilterAction.KeepFields ignored -> 3;
            case FilterAction.Hold ignored -> 4;
        };
    }

    /** Whether it decides, without changing the event, within microseconds. */
    boolean quick() {
        return condition == null || condition.quick();
    }

    boolean covers(String source) {
        return sources == null || sources.contains(source);
    }

    boolean matches(Event event) throws ConditionException {
        return condition == null || condition.matches(event);
    }

    boolean drops(Event event) {
        return action instanceof FilterAction.Drop || (sample != null && !sample.takes(event));
    }

    boolean changesFields() {
        return fields != null;
    }

    ObjectNode change(ObjectNode json) {
        return fields == null ? json : fields.apply(json);
    }
}
