package dev.catchment.operator.filter;

import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.FilterStatus;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.HubEventSource;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.hub.Members;
import dev.catchment.operator.hub.ResourceIndex;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.util.List;

/** Writes the status of a Filter; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "filter", fieldManager = "catchment-filter")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class FilterReconciler implements Reconciler<Filter> {
    private final ResourceIndex index;
    private final Hubs hubs;
    private final Members members;
    private final StatusWriter statuses;
    private final Clock clock;

    public FilterReconciler(ResourceIndex index, Hubs hubs, Members members, StatusWriter statuses, Clock clock) {
        this.index = index;
        this.hubs = hubs;
        this.members = members;
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Filter>> prepareEventSources(EventSourceContext<Filter> context) {
        index.add(ResourceKind.FILTER, context.getPrimaryCache());
        HubEventSource<Filter> hub = new HubEventSource<>(members::changed);
        hubs.add(ResourceKind.FILTER, hub);
        return List.of(hub);
    }

    @Override
    public UpdateControl<Filter> reconcile(Filter filter, Context<Filter> context) {
        if (Labels.paused(filter)) {
            return UpdateControl.noUpdate();
        }
        members.conditions(ResourceKind.FILTER, filter)
                .map(conditions ->
                        FilterStatuses.of(filter, conditions, members.verdict(ResourceKind.FILTER, filter), clock))
                .ifPresent(status -> statuses.write(filter, status, Filter::new, FilterStatus::conditions, context));
        return UpdateControl.noUpdate();
    }
}
