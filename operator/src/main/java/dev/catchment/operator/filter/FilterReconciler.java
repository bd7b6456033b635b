package dev.catchment.operator.filter;

import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterStatus;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.MemberStatuses;
import dev.catchment.operator.hub.ResourceKind;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;

/** Writes the status of a Filter; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "filter", fieldManager = "catchment-filter")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class FilterReconciler implements Reconciler<Filter> {
    private final MemberStatuses members;

    public FilterReconciler(MemberStatuses members) {
        this.members = members;
    }

    @Override
    public List<EventSource<?, Filter>> prepareEventSources(EventSourceContext<Filter> context) {
        return members.follow(ResourceKind.FILTER, context);
    }

    @Override
    public UpdateControl<Filter> reconcile(Filter filter, Context<Filter> context) {
        if (Labels.paused(filter)) {
            return UpdateControl.noUpdate();
        }
        members.write(ResourceKind.FILTER, filter, FilterStatuses::of, Filter::new, FilterStatus::conditions, context);
        return UpdateControl.noUpdate();
    }
}
