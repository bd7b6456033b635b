package dev.catchment.operator.destinationtype;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.DestinationTypeStatus;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.HubEventSource;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.hub.PlanCompilation;
import dev.catchment.operator.hub.ResourceForm;
import dev.catchment.operator.hub.ResourceIndex;
import dev.catchment.operator.hub.ResourceKey;
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

/** Writes the status of a DestinationType, and puts a built-in one back that was deleted. */
@ControllerConfiguration(
        name = "destinationtype",
        fieldManager = "catchment-destinationtype",
        triggerReconcilerOnAllEvents = true)
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class DestinationTypeReconciler implements Reconciler<DestinationType> {
    private final ResourceIndex index;
    private final Hubs hubs;
    private final PlanCompilation compiler;
    private final BuiltInTypes builtIn;
    private final StatusWriter statuses;
    private final Clock clock;

    public DestinationTypeReconciler(
            ResourceIndex index,
            Hubs hubs,
            PlanCompilation compiler,
            BuiltInTypes builtIn,
            StatusWriter statuses,
            Clock clock) {
        this.index = index;
        this.hubs = hubs;
        this.compiler = compiler;
        this.builtIn = builtIn;
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, DestinationType>> prepareEventSources(EventSourceContext<DestinationType> context) {
        index.add(ResourceKind.DESTINATION_TYPE, context.getPrimaryCache());
        HubEventSource<DestinationType> hub = new HubEventSource<>(_ -> hubs.allChanged());
        hubs.add(ResourceKind.DESTINATION_TYPE, hub);
        return List.of(hub);
    }

    @Override
    public UpdateControl<DestinationType> reconcile(DestinationType type, Context<DestinationType> context) {
        if (Labels.paused(type)) {
            return UpdateControl.noUpdate();
        }
        if (context.isPrimaryResourceDeleted()) {
            builtIn.putBackSoon(type.getMetadata().getName());
        } else if (!type.isMarkedForDeletion()) {
            builtIn.catchUp(type.getMetadata().getName());
            ResourceKey key = new ResourceKey(
                    ResourceKind.DESTINATION_TYPE, type.getMetadata().getName());
            ResourceForm form = ResourceForm.of(type);
            DestinationTypeStatus status = DestinationTypeStatuses.of(
                    type,
                    compiler.check(type),
                    hubs.all().flatMap(h -> h.verdict(key, form).stream()).toList(),
                    clock);
            statuses.write(type, status, DestinationType::new, DestinationTypeStatus::conditions, context);
        }
        return UpdateControl.noUpdate();
    }
}
