package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the reconcilers of Source, Destination and Filter do alike: follow what their hub says, and write it down. */
public final class MemberStatuses {
    private final Gate gate;
    private final ResourceIndex index;
    private final Hubs hubs;
    private final Members members;
    private final StatusWriter statuses;
    private final Clock clock;

    public MemberStatuses(
            Gate gate, ResourceIndex index, Hubs hubs, Members members, StatusWriter statuses, Clock clock) {
        this.gate = gate;
        this.index = index;
        this.hubs = hubs;
        this.members = members;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** A kind's way of writing a status. */
    @FunctionalInterface
    public interface Form<R, S> {
        S of(R resource, List<Condition> conditions, Optional<Verdict> verdict, Clock clock);
    }

    /** Lets the hubs see the kind's resources, and the kind's reconciler hear of their hubs. */
    public <R extends CustomResource<?, ?>> List<EventSource<?, R>> follow(
            ResourceKind kind, EventSourceContext<R> context) {
        index.add(kind, context.getPrimaryCache());
        HubEventSource<R> hub = new HubEventSource<>(members::changed);
        hubs.add(kind, hub);
        return List.of(hub);
    }

    /** What ingest has counted of a Source, as far as that is known. */
    public Optional<SourceCounts> counts(Source source) {
        return members.counts(source);
    }

    /** What delivery has counted of a Destination, as far as that is known. */
    public Optional<DestinationTotals> totals(Destination destination) {
        return members.totals(destination);
    }

    /** The verdict on this very form of the resource, once there is one. */
    public Optional<Verdict> verdict(ResourceKind kind, HasMetadata resource) {
        return members.verdict(kind, resource);
    }

    /** Whether every informer knows all there is, so that what one does not have is not there. */
    public boolean inStep() {
        boolean open = gate.enter();
        if (open) {
            gate.leave();
        }
        return open;
    }

    public Clock clock() {
        return clock;
    }

    /** Who may be written for its counters. */
    public CounterPace pace() {
        return hubs.pace();
    }

    /**
     * Writes the status if there is something to say yet.
     *
     * @param empty makes an object of the kind
     * @param conditions reads the conditions of a status
     */
    public <R extends CustomResource<?, S>, S> void write(
            ResourceKind kind,
            R resource,
            Form<R, S> form,
            Supplier<R> empty,
            Function<S, List<StatusCondition>> conditions,
            Context<R> context) {
        if (!gate.enter()) {
            return;
        }
        try {
            members.conditions(kind, resource)
                    .map(judged -> form.of(resource, judged, members.verdict(kind, resource), clock))
                    .ifPresent(status -> statuses.write(resource, status, empty, conditions, context));
        } finally {
            gate.leave();
        }
    }
}
