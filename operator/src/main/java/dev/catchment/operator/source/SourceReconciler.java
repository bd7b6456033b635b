package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.HubEventSource;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.hub.Members;
import dev.catchment.operator.hub.ResourceIndex;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.secret.SecretReader;
import dev.catchment.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.util.List;

/** Gives a Source its write key and writes its status; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "source", fieldManager = "catchment-source")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class SourceReconciler implements Reconciler<Source> {
    private final ResourceIndex index;
    private final Hubs hubs;
    private final Members members;
    private final GeneratedWriteKey writeKey;
    private final StatusWriter statuses;
    private final Clock clock;

    public SourceReconciler(
            KubernetesClient client,
            ResourceIndex index,
            Hubs hubs,
            Members members,
            SecretReader secrets,
            StatusWriter statuses,
            Clock clock) {
        this.index = index;
        this.hubs = hubs;
        this.members = members;
        this.writeKey = new GeneratedWriteKey(client, secrets);
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Source>> prepareEventSources(EventSourceContext<Source> context) {
        index.add(ResourceKind.SOURCE, context.getPrimaryCache());
        HubEventSource<Source> hub = new HubEventSource<>(members::changed);
        hubs.add(ResourceKind.SOURCE, hub);
        return List.of(hub);
    }

    @Override
    public UpdateControl<Source> reconcile(Source source, Context<Source> context) {
        if (Labels.paused(source)) {
            return UpdateControl.noUpdate();
        }
        if (source.getSpec() != null && source.getSpec().writeKeys().isEmpty()) {
            writeKey.ensure(source);
        }
        members.conditions(ResourceKind.SOURCE, source)
                .map(conditions ->
                        SourceStatuses.of(source, conditions, members.verdict(ResourceKind.SOURCE, source), clock))
                .ifPresent(status -> statuses.write(source, status, Source::new, SourceStatus::conditions, context));
        return UpdateControl.noUpdate();
    }
}
