package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.ClaimedElsewhereException;
import dev.catchment.broker.Claims;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.metrics.OperatorMetrics;
import dev.catchment.operator.secret.SecretContent;
import dev.catchment.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One hub as the operator drives it: its connection to NATS, the plan that lies there and the verdicts on its
 * resources. {@link #program} is called by one thread at a time, the Workspace's reconciler.
 */
public final class Hub implements AutoCloseable {
    private static final Set<ResourceKind> MEMBERS =
            EnumSet.of(ResourceKind.SOURCE, ResourceKind.DESTINATION, ResourceKind.FILTER);

    private final HubId id;
    private final PlanCompilation compiler;
    private final Hush hush;
    private final Runnable outages;
    private final Consumer<Set<ResourceKey>> counted;
    private final Duration gone;
    private final OperatorMetrics metrics;
    private final Verdicts verdicts = new Verdicts();
    /** By source; what is known stays while NATS is away. */
    private final Map<String, SourceCounts> counts = new ConcurrentHashMap<>();

    /** By shard, and there by destination; what is known stays while NATS is away. */
    private final Map<Integer, Map<String, DestinationTotals>> totals = new ConcurrentHashMap<>();

    /** By partition; empty: it was never read. What is known stays while NATS is away. */
    private volatile Optional<SortedMap<Integer, PartitionHealth>> partitions = Optional.empty();

    private final Claimant claimant;
    private final Tenure tenure;
    private volatile Optional<Fault> outage = Optional.empty();
    private @Nullable Compiled compiled;
    /** As it was last published here: what NATS loses of it, it gets from here. */
    private Map<String, PlanDocument> remembered = Map.of();

    /** What the plan in NATS was compiled from. */
    private record Compiled(
            PlanPublisher publisher,
            Map<ResourceKey, ResourceForm> forms,
            Map<String, String> secrets,
            SecretContent key) {}

    /**
     * @param changed gets the resources whose verdict changed, from any thread
     * @param connected called when NATS is there (again)
     * @param outages called when {@link #outage} changed to another one
     * @param counted gets the sources and destinations whose counts changed, from any thread
     * @param gone after this time without a write an instance without a Pod is gone
     * @param metrics of the operator
     * @param clock for what is said later
     */
    public Hub(
            HubId id,
            PlanCompilation compiler,
            Consumer<Set<ResourceKey>> changed,
            Runnable connected,
            Runnable outages,
            Consumer<Set<ResourceKey>> counted,
            Duration gone,
            Claimant claimant,
            OperatorMetrics metrics,
            ScheduledExecutorService clock) {
        this.id = id;
        this.compiler = compiler.remembering();
        this.hush = new Hush(clock, Hush.PATIENCE, this::pending, changed);
        this.outages = outages;
        this.counted = counted;
        this.gone = gone;
        this.claimant = claimant;
        this.metrics = metrics;
        tenure = new Tenure(
                id,
                claimant,
                connected,
                new Holding.Listeners(
                        reports -> changed(verdicts.reported(reports)),
                        this::counted,
                        this::delivered,
                        this::partitions));
        metrics.broker(id, tenure::connected);
    }

    /**
     * Makes NATS hold what the resources say: streams, buckets and plan, whatever differs.
     *
     * @param key the Secret with the workspace key
     * @throws BrokerUnavailableException if NATS cannot do it now
     */
    public Provision program(
            BrokerAccess access, HubSpec spec, HubResources resources, SecretContent key, byte[] keyBytes)
            throws BrokerUnavailableException, InterruptedException {
        List<Fault> faults = new ArrayList<>();
        try {
            Holding holding = tenure.hold(access, spec, uid(resources.workspace()));
            faults.addAll(holding.faults());
            if (holding.usable()) {
                publish(holding, resources, key, keyBytes).ifPresent(fault -> faults.addFirst(fault));
            }
            tell(compiled == null ? faults.stream().findFirst() : Optional.empty());
        } catch (ClaimedElsewhereException e) {
            compiled = null;
            remembered = Map.of();
            changed(verdicts.published(Published.NOTHING));
            faults.add(new Fault(Reason.STREAMS_CLAIMED, String.valueOf(e.getMessage())));
            tell(Optional.of(faults.getFirst()));
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // somebody may have removed a stream: the next attempt looks at all of them
            Holding holding = tenure.holding();
            BrokerUnavailableException failure = BrokerFailures.of(e, holding == null ? null : holding.connection());
            if (failure != e) {
                letGo();
            }
            tell(Optional.of(failure.fault()));
            throw failure;
        }
        return new Provision(faults, tenure.repaired());
    }

    /** The Workspace itself is not in order, so that nothing is published before it is. */
    public void blocked(String why) {
        tell(Optional.of(new Fault(Reason.WORKSPACE_NOT_READY, why)));
    }

    /** Whether another cluster holds the hub, as far as NATS tells now. */
    public boolean isElsewhere(BrokerAccess access, HubSpec spec, Workspace workspace) throws InterruptedException {
        try {
            tenure.hold(access, spec, uid(workspace));
            return false;
        } catch (ClaimedElsewhereException e) {
            return true;
        } catch (BrokerUnavailableException e) {
            return tenure.isElsewhere();
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // it is met again, and said, when the hub is programmed
            letGo();
            return false;
        }
    }

    /** How long until {@link #program} is to be called at the latest. */
    public Duration untilLook() {
        return tenure.untilLook();
    }

    private static String uid(Workspace workspace) {
        return Objects.requireNonNullElse(workspace.getMetadata().getUid(), "");
    }

    private void tell(Optional<Fault> now) {
        boolean news = !now.equals(outage);
        outage = now;
        if (news && now.isPresent()) {
            outages.run();
        }
    }

    private void counted(Map<String, SourceCounts> totals) {
        Set<ResourceKey> news = new HashSet<>();
        totals.forEach((source, total) -> {
            if (!total.equals(counts.put(source, total))) {
                news.add(new ResourceKey(ResourceKind.SOURCE, source));
            }
        });
        if (!news.isEmpty()) {
            counted.accept(news);
        }
    }

    /** What all instances of ingest have counted of a source, those that are gone included. */
    public Optional<SourceCounts> counts(String source) {
        return Optional.ofNullable(counts.get(source));
    }

    private void delivered(int shard, Map<String, DestinationTotals> now) {
        Map<String, DestinationTotals> before = totals.getOrDefault(shard, Map.of());
        totals.put(shard, now);
        Set<ResourceKey> news = new HashSet<>();
        Set<ResourceKey> flips = new HashSet<>();
        now.forEach((name, totals) -> {
            DestinationTotals former = before.get(name);
            ResourceKey key = new ResourceKey(ResourceKind.DESTINATION, name);
            if (former == null || !totals.health().equals(former.health())) {
                flips.add(key);
            } else if (!totals.equals(former)) {
                news.add(key);
            }
        });
        if (!flips.isEmpty()) {
            changed(flips);
        }
        if (!news.isEmpty()) {
            counted.accept(news);
        }
    }

    private void partitions(SortedMap<Integer, PartitionHealth> now) {
        boolean news = !partitions.equals(Optional.of(now));
        partitions = Optional.of(now);
        if (news) {
            changed(Set.of(new ResourceKey(ResourceKind.WORKSPACE, id.workspace())));
        }
    }

    /** What directors know of the log, by partition, those aside that have nothing to say; empty: not read yet. */
    public Optional<SortedMap<Integer, PartitionHealth>> partitions() {
        return partitions;
    }

    /** What the directors of all partitions have counted of a destination; empty: they do not know it. */
    public Optional<DestinationTotals> totals(String destination) {
        return Optional.ofNullable(
                totals.getOrDefault(CountShards.of(destination), Map.of()).get(destination));
    }

    /** What keeps the plan from being published, if something does. */
    private Optional<Fault> publish(Holding holding, HubResources resources, SecretContent key, byte[] keyBytes)
            throws IOException, JetStreamApiException, InterruptedException {
        PlanPublisher publisher = holding.publisher();
        Compiled now = new Compiled(
                publisher,
                resources.forms(),
                resources.secrets().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()
                        .version())),
                key);
        Compiled before = compiled;
        if (before != null
                && before.publisher() == now.publisher()
                && before.forms().equals(now.forms())
                && before.secrets().equals(now.secrets())
                && before.key().version().equals(key.version())) {
            return Optional.empty();
        }
        compiled = null;
        Map<String, PlanDocument> previous =
                tenure.otherWrote() || remembered.isEmpty() ? publisher.read() : remembered;
        long began = System.nanoTime();
        CompiledPlan plan = compiler.compile(resources, keyBytes, previous, PlanRoom.documentMaxBytes(holding));
        metrics.compiled(since(began));
        Map<String, Long> written;
        try {
            written = publish(publisher, plan);
        } catch (JetStreamApiException e) {
            return Optional.of(PlanRoom.full(holding, plan, e));
        }
        compiled = now;
        remembered = plan.documents().stream()
                .collect(Collectors.toUnmodifiableMap(PlanDocument::key, document -> document));
        changed(verdicts.published(Published.of(resources, now.forms(), plan, written)));
        return Optional.empty();
    }

    private Map<String, Long> publish(PlanPublisher publisher, CompiledPlan plan)
            throws IOException, JetStreamApiException, InterruptedException {
        long began = System.nanoTime();
        long written = publisher.written();
        long removed = publisher.removed();
        try {
            return publisher.publish(plan.documents());
        } finally {
            metrics.published(since(began), publisher.written() - written, publisher.removed() - removed);
        }
    }

    private void changed(Set<ResourceKey> keys) {
        hush.changed(keys);
    }

    private boolean pending(ResourceKey key) {
        return MEMBERS.contains(key.kind())
                && verdicts.of(key).map(Verdict::pending).orElse(false);
    }

    /** Whether a resource only waits for its planes, as everything does for a moment: there is nothing to say yet. */
    public boolean quiet(ResourceKind kind, HasMetadata resource) {
        return verdict(kind, resource).map(Verdict::pending).orElse(false)
                && !hush.said(new ResourceKey(kind, resource.getMetadata().getName()));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Says which Pods of each plane are ready. */
    public void ready(Map<Plane, SortedSet<String>> pods) {
        changed(verdicts.ready(pods));
    }

    /** Tidies away the reports of instances whose Pods are gone, and folds what they counted. */
    public void removeGone(Set<String> pods, Instant now) throws BrokerUnavailableException {
        Holding holding = tenure.holding();
        if (holding != null) {
            try {
                holding.removeGone(pods, now, gone);
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                throw new BrokerUnavailableException(
                        Reason.BROKER_UNAVAILABLE,
                        "what an instance that is gone left behind could not be tidied away: " + e.getMessage(),
                        e);
            }
        }
    }

    /**
     * Removes everything the hub has in NATS.
     *
     * @throws ClaimedElsewhereException if it is another cluster's: nothing was removed then
     */
    public void deleteData(BrokerAccess access, HubSpec spec)
            throws BrokerUnavailableException, InterruptedException, ClaimedElsewhereException {
        Connection connection = null;
        try {
            connection = tenure.link(access).require();
            Claims.requireOwn(connection, new Subjects(id), claimant.claim(""));
            new Provisioner(connection, spec).delete();
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw BrokerFailures.of(e, connection);
        }
    }

    /** The verdict on this form of a resource; empty while it is not compiled. */
    public Optional<Verdict> verdict(ResourceKey key, ResourceForm form) {
        return verdicts.of(key).filter(v -> v.form().equals(form));
    }

    /** The verdict on a resource as it stands here; empty while that is not compiled. */
    public Optional<Verdict> verdict(ResourceKind kind, HasMetadata resource) {
        return verdict(new ResourceKey(kind, resource.getMetadata().getName()), ResourceForm.of(resource));
    }

    /** Why nothing can be published now, if so. */
    public Optional<Fault> outage() {
        return outage;
    }

    private void letGo() {
        compiled = null;
        tenure.letGo();
    }

    @Override
    public void close() {
        compiled = null;
        tenure.close();
    }
}
