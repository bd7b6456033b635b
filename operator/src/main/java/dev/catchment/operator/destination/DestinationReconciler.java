package dev.catchment.operator.destination;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.CountedStatus;
import dev.catchment.operator.hub.DestinationTotals;
import dev.catchment.operator.hub.MemberStatuses;
import dev.catchment.operator.hub.ResourceKind;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Writes the status of a Destination; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "destination", fieldManager = "catchment-destination")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class DestinationReconciler implements Reconciler<Destination> {
    private final MemberStatuses members;
    private final Clock clock;

    public DestinationReconciler(MemberStatuses members, Clock clock) {
        this.members = members;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Destination>> prepareEventSources(EventSourceContext<Destination> context) {
        return members.follow(ResourceKind.DESTINATION, context);
    }

    @Override
    public UpdateControl<Destination> reconcile(Destination destination, Context<Destination> context) {
        if (Labels.paused(destination)) {
            return UpdateControl.noUpdate();
        }
        Optional<DestinationTotals> totals = members.totals(destination);
        CountedStatus<Destination, DestinationStatus> status = new CountedStatus<>(
                ResourceKind.DESTINATION,
                DestinationStatuses::of,
                former -> totals.map(counted -> DestinationStatuses.counted(destination, former, counted, clock))
                        .orElse(former),
                Delivering::flips,
                members.pace());
        members.write(
                ResourceKind.DESTINATION,
                destination,
                status,
                Destination::new,
                DestinationStatus::conditions,
                context);
        UpdateControl<Destination> done = UpdateControl.noUpdate();
        return status.waiting().isPositive() ? done.rescheduleAfter(status.waiting()) : done;
    }
}
