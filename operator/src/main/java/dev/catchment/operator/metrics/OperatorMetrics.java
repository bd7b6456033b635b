package dev.catchment.operator.metrics;

import dev.catchment.contract.HubId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The meters of the operator, beside those of the framework. Their names stand in docs/operator-metrics.md. */
public final class OperatorMetrics {
    private final MeterRegistry registry;
    private final Timer compile;
    private final Timer publish;
    private final Counter written;
    private final Counter removed;
    private final AtomicBoolean leads = new AtomicBoolean();
    private final Map<HubId, Meter> brokers = new ConcurrentHashMap<>();

    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        compile = registry.timer("catchment.operator.plan.compile");
        publish = registry.timer("catchment.operator.plan.publish");
        written = registry.counter("catchment.operator.plan.documents.written");
        removed = registry.counter("catchment.operator.plan.documents.removed");
        Gauge.builder("catchment.operator.leader", () -> leads.get() ? 1 : 0).register(registry);
    }

    /** A hub's resources were compiled. */
    public void compiled(Duration took) {
        compile.record(took);
    }

    /** A plan was brought into NATS, whether anything in it was new or not. */
    public void published(Duration took, long documentsWritten, long documentsRemoved) {
        publish.record(took);
        written.increment((double) documentsWritten);
        removed.increment((double) documentsRemoved);
    }

    /** This operator acts; another one, if there is any, waits. */
    public void leads(boolean now) {
        leads.set(now);
    }

    /** @param verb get, list, watch, post, patch, put or delete */
    public void requested(String verb, String resource) {
        registry.counter("catchment.operator.api.requests", "verb", verb, "resource", resource)
                .increment();
    }

    /** @param waiting objects that wait to be written only because their counters changed */
    public void counters(IntSupplier waiting) {
        Gauge.builder("catchment.operator.counters.waiting", waiting::getAsInt).register(registry);
    }

    /**
     * @param ready True, False, or Unknown: also of those whose present form was not judged yet
     * @param count how many there are now
     */
    public void resources(String kind, String ready, LongSupplier count) {
        Gauge.builder("catchment.operator.resources", count::getAsLong)
                .tags("kind", kind, "ready", ready)
                .register(registry);
    }

    /** Shows whether a hub's NATS is connected, until it is {@link #forgotten}. */
    public void broker(HubId hub, BooleanSupplier connected) {
        brokers.computeIfAbsent(
                hub, id -> Gauge.builder("catchment.operator.broker.connected", () -> connected.getAsBoolean() ? 1 : 0)
                        .tags(Tags.of("namespace", id.namespace(), "workspace", id.workspace()))
                        .register(registry));
    }

    public void forgotten(HubId hub) {
        Meter meter = brokers.remove(hub);
        if (meter != null) {
            registry.remove(meter);
        }
    }
}
