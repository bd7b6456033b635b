package dev.catchment.operator.hub;

import dev.catchment.contract.HubId;
import dev.catchment.operator.CounterRules;
import dev.catchment.operator.metrics.OperatorMetrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** All hubs of this operator, and the way news travel between a hub and the controllers of its resources. */
public final class Hubs implements AutoCloseable {
    private final ResourceIndex index;
    private final PlanCompilation compiler;
    private final CounterRules counters;
    private final Claimant claimant;
    private final CounterPace pace;
    private final OperatorMetrics metrics;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("hubs-clock").daemon().factory());
    private final Map<HubId, Hub> hubs = new ConcurrentHashMap<>();
    private final Map<ResourceKind, HubEventSource<?>> controllers = new EnumMap<>(ResourceKind.class);

    public Hubs(
            ResourceIndex index,
            PlanCompilation compiler,
            CounterRules counters,
            Claimant claimant,
            OperatorMetrics metrics) {
        this.index = index;
        this.compiler = compiler;
        this.counters = counters;
        this.claimant = claimant;
        this.pace = new CounterPace(counters, System::nanoTime);
        this.metrics = metrics;
        metrics.counters(pace::waiting);
    }

    /** Called by each controller before it starts. */
    public void add(ResourceKind kind, HubEventSource<?> controller) {
        controllers.put(kind, controller);
    }

    /** The hub of a Workspace, made on first use. */
    public Hub open(HubId id) {
        return hubs.computeIfAbsent(
                id,
                i -> new Hub(
                        i,
                        compiler,
                        keys -> tell(i, keys),
                        () -> tell(ResourceKind.WORKSPACE, i.namespace(), i.workspace()),
                        () -> tellMembers(i),
                        keys -> tellCounted(i, keys),
                        counters.gone(),
                        claimant,
                        metrics,
                        clock));
    }

    /** Which objects of all hubs may be written for their counters. */
    public CounterPace pace() {
        return pace;
    }

    public Optional<Hub> find(HubId id) {
        return Optional.ofNullable(hubs.get(id));
    }

    public Stream<Hub> all() {
        return hubs.values().stream();
    }

    /** A resource of this hub changed: its Workspace is reconciled, which compiles the plan. */
    public void changed(HubId id) {
        if (index.workspace(id).isPresent()) {
            tell(ResourceKind.WORKSPACE, id.namespace(), id.workspace());
        } else {
            tellMembers(id);
        }
    }

    /** A resource changed that does not say which hub it belongs to: it may be any of its namespace. */
    public void changed(String namespace) {
        hubs.keySet().stream().filter(id -> id.namespace().equals(namespace)).forEach(this::changed);
    }

    /** Every Workspace and every resource of one is to be looked at. */
    public void tellAll() {
        index.workspaces()
                .forEach(w -> tell(
                        ResourceKind.WORKSPACE,
                        w.getMetadata().getNamespace(),
                        w.getMetadata().getName()));
        index.members((kind, member) -> tell(
                kind, member.getMetadata().getNamespace(), member.getMetadata().getName()));
    }

    /** Something that every hub's plan may depend on changed. */
    public void allChanged() {
        hubs.keySet().forEach(this::changed);
    }

    /** Every resource of this hub is to look again, because the Workspace came or went or cannot be served. */
    public void tellMembers(HubId id) {
        index.membersOf(id).forEach(key -> tell(key.kind(), id.namespace(), key.name()));
    }

    public void close(HubId id) {
        Hub hub = hubs.remove(id);
        if (hub != null) {
            metrics.forgotten(id);
            hub.close();
        }
    }

    private void tellCounted(HubId id, Set<ResourceKey> keys) {
        keys.stream()
                .filter(key -> !pace.waits(id.namespace(), key))
                .forEach(key -> tell(key.kind(), id.namespace(), key.name()));
    }

    private void tell(HubId id, Set<ResourceKey> keys) {
        keys.forEach(key -> tell(key.kind(), id.namespace(), key.name()));
    }

    private void tell(ResourceKind kind, String namespace, String name) {
        HubEventSource<?> controller = controllers.get(kind);
        if (controller != null) {
            controller.propagateEvent(
                    kind == ResourceKind.DESTINATION_TYPE ? new ResourceID(name) : new ResourceID(name, namespace));
        }
    }

    @Override
    public void close() {
        hubs.keySet().forEach(this::close);
        clock.shutdownNow();
    }
}
