package dev.catchment.delivery;

import dev.catchment.contract.LagSignal;
import dev.catchment.contract.Position;
import dev.catchment.delivery.director.Director;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.lane.Sink;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus sees: read from the directors at each scrape. Destinations' counters, which {@link SinkMetrics} shows,
 * continue from what was stored, so that they survive restarts and take-overs.
 */
final class DeliveryMetrics {
    private final MeterRegistry registry;
    private final Supplier<Collection<Director>> directors;
    private final Map<String, Meter> present = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    DeliveryMetrics(PrometheusMeterRegistry registry, Supplier<Collection<Director>> directors, Clock clock) {
        this.registry = registry;
        this.directors = directors;
        registry.getPrometheusRegistry().register(new SinkMetrics(this::sinks, clock));
        Gauge.builder(LagSignal.METRIC, this, DeliveryMetrics::lagFrames)
                .description("Frames of the log that wait for this pod, over its partitions")
                .register(registry);
    }

    /** Frames that wait for this pod, over all partitions that it owns. */
    long lagFrames() {
        return directors.get().stream().mapToLong(Director::lagFrames).sum();
    }

    /** Adds meters for partitions that are new here and removes those of what is gone. */
    synchronized void refresh() {
        seen.clear();
        for (Director director : directors.get()) {
            Tags partition = Tags.of("partition", Integer.toString(director.number()));
            describe(director, partition);
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
        gauge(
                "catchment.delivery.unstored.seconds",
                tags,
                director,
                d -> d.unstored().toMillis() / 1000.0);
        counter("catchment.delivery.log.frames.purged.early", tags, director, Director::framesPurgedEarly);
        counter("catchment.delivery.log.events.expired", tags, director, Director::eventsExpired);
        gauge("catchment.delivery.log.fill", tags, director, Director::logFill);
        gauge("catchment.delivery.log.lag.frames", tags, director, Director::lagFrames);
        for (String gone : director.discarded().keySet()) {
            counter("catchment.delivery.backlog.discarded", tags.and("destination", gone), director, d -> d.discarded()
                    .getOrDefault(gone, 0L));
        }
        gauge("catchment.delivery.dedupe.loading", tags, director, d -> d.dedupeLoading() ? 1 : 0);
        gauge("catchment.delivery.crashes", tags, director, Director::crashes);
        gauge("catchment.delivery.careful", tags, director, d -> d.careful() ? 1 : 0);
        gauge("catchment.delivery.stopped", tags, director, d -> d.stopped().isPresent() ? 1 : 0);
    }

    private List<SinkSample> sinks() {
        List<SinkSample> samples = new ArrayList<>();
        for (Director director : directors.get()) {
            String partition = Integer.toString(director.number());
            for (Sink sink : director.sinks()) {
                Reading reading = sink.reading();
                long needed = Position.ofPacked(reading.lowest()).frame();
                samples.add(new SinkSample(
                        partition,
                        sink.name(),
                        reading,
                        Math.max(0, director.head() - needed),
                        director.oldestPending(reading)));
            }
        }
        return samples;
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
