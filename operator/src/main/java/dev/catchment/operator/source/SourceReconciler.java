package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.operator.Labels;
import dev.catchment.operator.hub.CountedStatus;
import dev.catchment.operator.hub.MemberStatuses;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.secret.SecretReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a Source its write key and writes its status; the plan is made by its Workspace's reconciler. */
@ControllerConfiguration(name = "source", fieldManager = "catchment-source")
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class SourceReconciler implements Reconciler<Source> {
    private final MemberStatuses members;
    private final GeneratedWriteKey writeKey;

    public SourceReconciler(KubernetesClient client, MemberStatuses members, SecretReader secrets) {
        this.members = members;
        this.writeKey = new GeneratedWriteKey(client, secrets);
    }

    @Override
    public List<EventSource<?, Source>> prepareEventSources(EventSourceContext<Source> context) {
        return members.follow(ResourceKind.SOURCE, context);
    }

    @Override
    public UpdateControl<Source> reconcile(Source source, Context<Source> context) {
        if (Labels.paused(source)) {
            return UpdateControl.noUpdate();
        }
        if (source.getSpec() != null && source.getSpec().writeKeys().isEmpty() && members.inStep()) {
            writeKey.ensure(source);
        }
        Optional<SourceCounts> counts = members.counts(source);
        CountedStatus<Source, SourceStatus> status = new CountedStatus<>(
                ResourceKind.SOURCE,
                SourceStatuses::of,
                former -> counts.map(counted -> SourceStatuses.counted(former, counted))
                        .orElse(former),
                (former, fresh) -> false,
                members.pace());
        members.write(ResourceKind.SOURCE, source, status, Source::new, SourceStatus::conditions, context);
        UpdateControl<Source> done = UpdateControl.noUpdate();
        return Stream.concat(Stream.of(status.waiting()).filter(Duration::isPositive), untilAKeyEnds(source).stream())
                .min(Comparator.naturalOrder())
                .map(done::rescheduleAfter)
                .orElse(done);
    }

    /** Its status says so then, although nothing else happens. */
    private Optional<Duration> untilAKeyEnds(Source source) {
        Clock clock = members.clock();
        return SourceStatuses.nextEnd(members.verdict(ResourceKind.SOURCE, source), clock)
                .map(end -> Duration.between(clock.instant(), end).plusMillis(1));
    }
}
