package dev.catchment.delivery;

import dev.catchment.delivery.director.Director;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Sink;
import dev.catchment.delivery.mark.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus sees: read from the directors at each scrape. Destinations' counters continue from what was stored,
 * so that they survive restarts and take-overs.
 */
final class DeliveryMetrics {
    private final MeterRegistry registry;
    private final Supplier<Collection<Director>> directors;
    private final Map<String, Meter> present = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    DeliveryMetrics(MeterRegistry registry, Supplier<Collection<Director>> directors) {
        this.registry = registry;
        this.directors = directors;
    }

    /** Adds meters for what is new and removes those of what is gone. */
    synchronized void refresh() {
        seen.clear();
        for (Director director : directors.get()) {
            Tags partition = Tags.of("partition", Integer.toString(director.number()));
            describe(director, partition);
            for (Sink sink : director.sinks()) {
                describe(director, sink, partition.and("destination", sink.name()));
            }
        }
        present.entrySet().removeIf(meter -> {
            boolean gone = !seen.contains(meter.getKey());
            if (gone) {
                registry.remove(meter.getValue());
            }
            return gone;
        });
    }

    private void describe(Director director, Tags tags) {
        counter("catchment.delivery.read.events", tags, director, Director::eventsRead);
        counter("catchment.delivery.duplicates", tags, director, Director::duplicates);
        counter("catchment.delivery.damaged.frames", tags, director, Director::damagedFrames);
        counter("catchment.delivery.lost.frames", tags, director, d -> d.dataLoss()
                .frames());
        gauge("catchment.delivery.read.position", tags, director, Director::head);
        gauge("catchment.delivery.dedupe.keys", tags, director, Director::dedupeKeys);
        gauge("catchment.delivery.dedupe.bytes", tags, director, Director::dedupeBytes);
        gauge("catchment.delivery.dedupe.loading", tags, director, d -> d.dedupeLoading() ? 1 : 0);
        gauge("catchment.delivery.crashes", tags, director, Director::crashes);
        gauge("catchment.delivery.careful", tags, director, d -> d.careful() ? 1 : 0);
        gauge("catchment.delivery.stopped", tags, director, d -> d.stopped().isPresent() ? 1 : 0);
    }

    private void describe(Director director, Sink sink, Tags tags) {
        Counts now = sink.counts();
        counter("catchment.delivery.delivered", tags, sink, s -> s.counts().delivered());
        counter("catchment.delivery.disabled", tags, sink, s -> s.counts().disabled());
        counter("catchment.delivery.dead.lettered", tags, sink, s -> s.counts().deadLettered());
        counter("catchment.delivery.discarded", tags, sink, s -> s.counts().discarded());
        counter("catchment.delivery.failed.attempts", tags, sink, s -> s.counts()
                .failedAttempts());
        counter("catchment.delivery.retried", tags, sink, s -> s.counts().retried());
        for (String reason : now.filtered().keySet()) {
            counter("catchment.delivery.filtered", tags.and("reason", reason), sink, s -> s.counts()
                    .filtered()
                    .getOrDefault(reason, 0L));
        }
        gauge("catchment.delivery.lag.frames", tags, sink, s -> Math.max(0, director.head() - director.frameOf(s)));
        gauge(
                "catchment.delivery.oldest.pending.seconds",
                tags,
                sink,
                s -> s.waiting().toMillis() / 1000.0);
        for (Lane lane : Lane.values()) {
            gauge("catchment.delivery.lane", tags.and("lane", lane.label()), sink, s -> s.lane() == lane ? 1 : 0);
        }
    }

    private <T> void counter(String name, Tags tags, T of, ToDoubleFunction<T> value) {
        String key = name + tags;
        seen.add(key);
        present.computeIfAbsent(
                key, k -> FunctionCounter.builder(name, of, value).tags(tags).register(registry));
    }

    private <T> void gauge(String name, Tags tags, T of, ToDoubleFunction<T> value) {
        String key = name + tags;
        seen.add(key);
        present.computeIfAbsent(
                key, k -> Gauge.builder(name, of, value).tags(tags).register(registry));
    }
}
