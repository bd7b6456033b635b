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
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.metrics.ApiRequests;
import dev.catchment.operator.metrics.OperatorMetrics;
import dev.catchment.operator.plan.Compiler;
import dev.catchment.operator.secret.SecretReader;
import dev.catchment.operator.secret.SecretWatch;
import dev.catchment.operator.source.SourceReconciler;
import dev.catchment.operator.status.StatusWriter;
import dev.catchment.operator.status.Transitions;
import dev.catchment.operator.status.Truth;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator: its controllers, wired. */
public final class CatchmentOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchmentOperator.class);
    /** Of this process: a pod that is restarted is another one. */
    private static final String INSTANCE =
            ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

    /** Resources that are listed in one answer: ten thousand at once would lie in memory as one text. */
    private static final long PAGE = 500;

    /** How long to wait for the built-in types of a new cluster; what is missing then comes later. */
    private static final Duration TYPES_PATIENCE = Duration.ofSeconds(10);

    private static final Duration TYPES_LOOK = Duration.ofMillis(20);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Operator operator;
    private final Hubs hubs;
    private final Gate gate = new Gate();
    private final OperatorMetrics own;
    private final BuiltInTypes builtIn;
    private final boolean alone;
    private final CountDownLatch inStep = new CountDownLatch(1);
    private final ResourceIndex index;
    private volatile @Nullable Thread leader;

    /** An operator that counts for nobody. */
    public CatchmentOperator(
            Config config, OperatorSettings settings, List<DestinationType> catalog, Metrics metrics, Clock clock) {
        this(config, settings, catalog, metrics, clock, new SimpleMeterRegistry());
    }

    /**
     * @param catalog the destination types that ship with this version
     * @param metrics of the framework
     * @param registry for the operator's own
     */
    public CatchmentOperator(
            Config config,
            OperatorSettings settings,
            List<DestinationType> catalog,
            Metrics metrics,
            Clock clock,
            MeterRegistry registry) {
        own = new OperatorMetrics(registry);
        client = ownClient(config, new ApiRequests(own));
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
                                    .withLeaderCallbacks(
                                            new LeaderCallbacks(this::lead, () -> own.leads(false), _ -> {}))
                                    .build()));
        });
        References references =
                new References(settings.planeCredentialsSecrets(), settings.operatorCredentialsSecret());
        index = new ResourceIndex(references);
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
                        clock),
                own);
        builtIn = new BuiltInTypes(client, catalog);
        SecretWatch secretWatch = new SecretWatch();
        SecretReader secrets = new SecretReader(client, secretWatch);
        Transitions transitions = new Transitions(client, clock);
        StatusWriter statuses = new StatusWriter(transitions);
        MemberStatuses memberStatuses =
                new MemberStatuses(gate, index, hubs, new Members(index, references, hubs), statuses, clock);
        countResources(index);
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

    private static KubernetesClient ownClient(Config config, ApiRequests requests) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(LeanMetadata.mapper(), true))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(ApiRequests.NAME, requests))
                .build();
    }

    private void countResources(ResourceIndex index) {
        for (ResourceKind kind : ResourceKind.values()) {
            for (Truth ready : Truth.values()) {
                own.resources(kind.wireName(), ready.wireName(), () -> index.count(kind, ready));
            }
        }
    }

    private <R extends HasMetadata> void register(OperatorSettings settings, Reconciler<R> reconciler) {
        operator.register(reconciler, overrider -> {
            overrider.withInformerListLimit(PAGE);
            if (!settings.watchNamespaces().isEmpty()) {
                overrider.settingNamespaces(settings.watchNamespaces());
            }
        });
    }

    /** Returns when every informer has synced; nothing is compiled before, and before the built-in types are there. */
    public void start() {
        operator.start();
        inStep.countDown();
        if (alone) {
            lead();
        }
    }

    /** What only the one operator that acts does. */
    private void lead() {
        own.leads(true);
        leader = Thread.ofVirtual().name("leader").start(this::act);
    }

    private void act() {
        try {
            inStep.await();
            awaitTypes();
            if (gate.open()) {
                hubs.tellAll();
                builtIn.applyAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a new cluster every Destination's type would be unknown at first, and ten thousand be told so, for a second. */
    private void awaitTypes() throws InterruptedException {
        if (!index.hasTypes(builtIn.names())) {
            builtIn.applyOnce();
            long deadline = System.nanoTime() + TYPES_PATIENCE.toNanos();
            while (!index.hasTypes(builtIn.names()) && System.nanoTime() < deadline) {
                Thread.sleep(TYPES_LOOK);
            }
        }
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
        Thread running = leader;
        if (running != null) {
            running.interrupt();
        }
        hubs.close();
        client.close();
    }
}
