package dev.catchment.operator;

import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.compile.Installation;
import dev.catchment.operator.destination.DestinationReconciler;
import dev.catchment.operator.destinationtype.BuiltInTypes;
import dev.catchment.operator.destinationtype.DestinationTypeReconciler;
import dev.catchment.operator.filter.FilterReconciler;
import dev.catchment.operator.hub.Claimant;
import dev.catchment.operator.hub.Gate;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.hub.MemberStatuses;
import dev.catchment.operator.hub.Members;
import dev.catchment.operator.hub.References;
import dev.catchment.operator.hub.ResourceIndex;
import dev.catchment.operator.plan.Compiler;
import dev.catchment.operator.secret.SecretReader;
import dev.catchment.operator.secret.SecretWatch;
import dev.catchment.operator.source.SourceReconciler;
import dev.catchment.operator.status.StatusWriter;
import dev.catchment.operator.status.Transitions;
import dev.catchment.operator.workspace.WorkspaceReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator: its controllers, wired. */
public final class CatchmentOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchmentOperator.class);
    /** Of this process: a pod that is restarted is another one. */
    private static final String INSTANCE =
            ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Operator operator;
    private final Hubs hubs;
    private final Gate gate = new Gate();
    private final BuiltInTypes builtIn;
    private final boolean alone;
    private volatile @Nullable Thread applier;

    /** @param catalog the destination types that ship with this version */
    public CatchmentOperator(
            Config config, OperatorSettings settings, List<DestinationType> catalog, Metrics metrics, Clock clock) {
        client = client(config);
        alone = settings.leaderElection().isEmpty();
        operator = new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withMetrics(metrics)
                    .withDefaultNonSSAResource(Set.of())
                    .withPreviousAnnotationForDependentResources(false)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(10));
            settings.leaderElection()
                    .ifPresent(lease -> overrider.withLeaderElectionConfiguration(
                            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease)
                                    .withLeaseDuration(settings.upkeep().lease())
                                    .withRenewDeadline(settings.upkeep()
                                            .lease()
                                            .multipliedBy(2)
                                            .dividedBy(3))
                                    .withRetryPeriod(settings.upkeep().lease().dividedBy(8))
                                    .withLeaderCallbacks(new LeaderCallbacks(this::lead, () -> {}, _ -> {}))
                                    .build()));
        });
        References references = new References(settings.planeCredentialsSecret());
        ResourceIndex index = new ResourceIndex(references);
        Compiler compiler = new Compiler(
                new Installation(settings.logMaxBytes(), settings.archiveMaxBytes(), settings.egressMaximum()));
        hubs = new Hubs(
                index,
                compiler,
                settings.counters(),
                new Claimant(
                        new ClusterId(client, settings.upkeep().cluster()),
                        INSTANCE,
                        settings.upkeep().driftPoll(),
                        clock));
        builtIn = new BuiltInTypes(client, catalog);
        SecretWatch secretWatch = new SecretWatch();
        SecretReader secrets = new SecretReader(client, secretWatch);
        Transitions transitions = new Transitions(client, clock);
        StatusWriter statuses = new StatusWriter(transitions);
        MemberStatuses memberStatuses =
                new MemberStatuses(gate, index, hubs, new Members(index, references, hubs), statuses, clock);
        register(
                settings,
                new WorkspaceReconciler(
                        client, settings, gate, index, references, hubs, secrets, secretWatch, transitions, clock));
        register(settings, new SourceReconciler(client, memberStatuses, secrets));
        register(settings, new DestinationReconciler(memberStatuses, clock));
        register(settings, new FilterReconciler(memberStatuses));
        operator.register(new DestinationTypeReconciler(index, hubs, compiler, builtIn, statuses, clock));
    }

    /** A client that no resource of a newer version can stop. */
    public static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(ApiJson.mapper(), true))
                .build();
    }

    private <R extends HasMetadata> void register(OperatorSettings settings, Reconciler<R> reconciler) {
        operator.register(reconciler, overrider -> {
            if (!settings.watchNamespaces().isEmpty()) {
                overrider.settingNamespaces(settings.watchNamespaces());
            }
        });
    }

    /** Returns when every informer has synced; nothing is compiled before. */
    public void start() {
        operator.start();
        gate.open();
        hubs.tellAll();
        if (alone) {
            lead();
        }
    }

    /** What only the one operator that acts does beside its controllers. */
    private void lead() {
        applier = Thread.ofVirtual().name("built-in-types").start(() -> builtIn.applyAll());
    }

    /** Whether it follows the cluster: started, and every informer in step. */
    public boolean ready() {
        RuntimeInfo runtime = operator.getRuntimeInfo();
        return runtime.isStarted() && runtime.allEventSourcesAreHealthy();
    }

    @Override
    public void close() {
        try {
            if (!gate.close(STOP_PATIENCE)) {
                LOG.warn("stops in the middle of a reconciliation");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        builtIn.stop();
        operator.stop();
        Thread running = applier;
        if (running != null) {
            running.interrupt();
        }
        hubs.close();
        client.close();
    }
}
