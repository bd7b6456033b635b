package dev.catchment.operator.destination;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
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

/** Writes the status of a Destination; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "destination", fieldManager = "catchment-destination")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class DestinationReconciler implements Reconciler<Destination> {
    private final ResourceIndex index;
    private final Hubs hubs;
    private final Members members;
    private final StatusWriter statuses;
    private final Clock clock;

    public DestinationReconciler(ResourceIndex index, Hubs hubs, Members members, StatusWriter statuses, Clock clock) {
        this.index = index;
        this.hubs = hubs;
        this.members = members;
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Destination>> prepareEventSources(EventSourceContext<Destination> context) {
        index.add(ResourceKind.DESTINATION, context.getPrimaryCache());
        HubEventSource<Destination> hub = new HubEventSource<>(members::changed);
        hubs.add(ResourceKind.DESTINATION, hub);
        return List.of(hub);
    }

    @Override
    public UpdateControl<Destination> reconcile(Destination destination, Context<Destination> context) {
        if (Labels.paused(destination)) {
            return UpdateControl.noUpdate();
        }
        members.conditions(ResourceKind.DESTINATION, destination)
                .map(conditions -> DestinationStatuses.of(
                        destination, conditions, members.verdict(ResourceKind.DESTINATION, destination), clock))
                .ifPresent(status ->
                        statuses.write(destination, status, Destination::new, DestinationStatus::conditions, context));
        return UpdateControl.noUpdate();
    }
}
