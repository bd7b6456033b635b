package dev.catchment.operator.hub;

import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.metrics.OperatorMetrics;
import dev.catchment.operator.secret.SecretContent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Runnable connected;
    private final Runnable outages;
    private final Consumer<Set<ResourceKey>> counted;
    private final Duration gone;
    private final OperatorMetrics metrics;
    private final Verdicts verdicts = new Verdicts();
    /** By source; what is known stays while NATS is away. */
    private final Map<String, SourceCounts> counts = new ConcurrentHashMap<>();

    /** By shard, and there by destination; what is known stays while NATS is away. */
    private final Map<Integer, Map<String, DestinationTotals>> totals = new ConcurrentHashMap<>();

    private volatile Optional<String> outage = Optional.empty();
    private volatile @Nullable BrokerLink link;
    private @Nullable Attached attached;
    private @Nullable Compiled compiled;

    /** What belongs to one connection: after another one, everything is looked at again. */
    private record Attached(
            long connection,
            HubSpec spec,
            List<String> refused,
            PlanPublisher publisher,
            AppliedWatch watch,
            CountsWatch counts) {}

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
            OperatorMetrics metrics,
            ScheduledExecutorService clock) {
        this.id = id;
        this.compiler = compiler.remembering();
        this.hush = new Hush(clock, Hush.PATIENCE, this::pending, changed);
        this.connected = connected;
        this.outages = outages;
        this.counted = counted;
        this.gone = gone;
        this.metrics = metrics;
        metrics.broker(id, this::connected);
    }

    /**
     * Makes NATS hold what the resources say: streams, buckets and plan, whatever differs.
     *
     * @param key the Secret with the workspace key
     * @return what could not be changed of streams and buckets, each as a sentence
     * @throws BrokerUnavailableException if NATS cannot do it now
     */
    public List<String> program(
            BrokerAccess access, HubSpec spec, HubResources resources, SecretContent key, byte[] keyBytes)
            throws BrokerUnavailableException, InterruptedException {
        try {
            Attached session = attach(access, spec);
            publish(session, resources, key, keyBytes);
            outage = Optional.empty();
            return session.refused();
        } catch (BrokerUnavailableException e) {
            fail(e.getMessage());
            throw e;
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // somebody may have removed a stream: the next attempt looks at all of them
            detach();
            String message = "NATS did not do what the workspace needs, it is tried again: " + e.getMessage();
            fail(message);
            throw new BrokerUnavailableException(message, e);
        }
    }

    private void fail(@Nullable String message) {
        Optional<String> now = Optional.ofNullable(message);
        boolean news = !now.equals(outage);
        outage = now;
        if (news) {
            outages.run();
        }
    }

    private Attached attach(BrokerAccess access, HubSpec spec)
            throws IOException, JetStreamApiException, InterruptedException {
        BrokerLink current = link(access);
        Connection connection = current.require();
        long times = current.times();
        Attached session = attached;
        if (session != null && session.connection() == times && session.spec().equals(spec)) {
            return session;
        }
        detach();
        List<String> refused = new Provisioner(connection, spec).ensure();
        Subjects names = new Subjects(id);
        Attached made = new Attached(
                times,
                spec,
                refused,
                new PlanPublisher(connection, names),
                new AppliedWatch(connection, names, reports -> changed(verdicts.reported(reports))),
                new CountsWatch(connection, names, this::counted, this::delivered));
        attached = made;
        made.watch().awaitFirst();
        return made;
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
        Set<ResourceKey> news = now.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(entry -> new ResourceKey(ResourceKind.DESTINATION, entry.getKey()))
                .collect(Collectors.toSet());
        if (!news.isEmpty()) {
            counted.accept(news);
        }
    }

    /** What the directors of all partitions have counted of a destination; empty: they do not know it. */
    public Optional<DestinationTotals> totals(String destination) {
        return Optional.ofNullable(
                totals.getOrDefault(CountShards.of(destination), Map.of()).get(destination));
    }

    /** The connection in use; other servers or credentials mean another one. */
    private BrokerLink link(BrokerAccess access) {
        BrokerLink current = link;
        if (current == null || !current.access().equals(access)) {
            close();
            current = new BrokerLink(access, "catchment-operator " + id, connected);
            link = current;
        }
        return current;
    }

    private void publish(Attached session, HubResources resources, SecretContent key, byte[] keyBytes)
            throws IOException, JetStreamApiException, InterruptedException {
        Compiled now = new Compiled(
                session.publisher(),
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
            return;
        }
        compiled = null;
        Map<String, PlanDocument> previous = session.publisher().read();
        long began = System.nanoTime();
        CompiledPlan plan = Paused.keep(now.forms(), compiler.compile(resources, keyBytes, previous), previous);
        metrics.compiled(since(began));
        Map<String, Long> revisions = publish(session.publisher(), plan);
        compiled = now;
        changed(verdicts.published(Published.of(id.workspace(), now.forms(), plan, revisions)));
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

    private boolean connected() {
        BrokerLink current = link;
        return current != null && current.connected();
    }

    /** Says which Pods of each plane are ready. */
    public void ready(Map<Plane, SortedSet<String>> pods) {
        changed(verdicts.ready(pods));
    }

    /** Tidies away the reports of instances whose Pods are gone, and folds what they counted. */
    public void removeGone(Set<String> pods, Instant now) throws BrokerUnavailableException {
        Attached session = attached;
        if (session != null) {
            try {
                session.watch().removeGone(pods, now);
                session.counts().fold(pods, now.minus(gone));
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                throw new BrokerUnavailableException(
                        "what an instance that is gone left behind could not be tidied away: " + e.getMessage(), e);
            }
        }
    }

    /** Removes everything the hub has in NATS. */
    public void deleteData(BrokerAccess access, HubSpec spec) throws BrokerUnavailableException, InterruptedException {
        try {
            new Provisioner(link(access).require(), spec).delete();
        } catch (BrokerUnavailableException e) {
            throw e;
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw new BrokerUnavailableException("the hub's data could not be removed: " + e.getMessage(), e);
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

    /** Why nothing can be published now, if so; a sentence. */
    public Optional<String> outage() {
        return outage;
    }

    private void detach() {
        Attached session = attached;
        attached = null;
        compiled = null;
        if (session != null) {
            session.watch().close();
            session.counts().close();
        }
    }

    @Override
    public void close() {
        detach();
        BrokerLink current = link;
        link = null;
        if (current != null) {
            current.close();
        }
    }
}
