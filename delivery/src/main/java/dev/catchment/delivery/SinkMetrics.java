package dev.catchment.delivery;

import dev.catchment.contract.count.CircuitState;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Latency;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metrics of all destinations. Made anew at each scrape from one reading of each, because meters of their own would
 * take more memory than the destinations themselves, and each would ask its destination for a number of its own.
 */
final class SinkMetrics implements MultiCollector {
    private final Supplier<List<SinkSample>> sinks;
    private final Clock clock;

    SinkMetrics(Supplier<List<SinkSample>> sinks, Clock clock) {
        this.sinks = sinks;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        Points inAll = new Points();
        Points bySource = new Points();
        long now = clock.millis();
        for (SinkSample sink : sinks.get()) {
            Labels labels = Labels.of("destination", sink.destination(), "partition", sink.partition());
            Reading reading = sink.reading();
            counts(reading.counts(), labels, true, inAll);
            reading.counts()
                    .sources()
                    .forEach((source, own) -> counts(own, labels.add("source", source), false, bySource));
            inAll.add(SinkMetric.LAG, (double) sink.lag(), labels);
            inAll.add(
                    SinkMetric.OLDEST_PENDING,
                    sink.oldestPending()
                            .map(since -> Math.max(0, now - since.toEpochMilli()) / 1000.0)
                            .orElse(0.0),
                    labels);
            for (Lane lane : Lane.values()) {
                inAll.add(SinkMetric.LANE, reading.lane() == lane ? 1 : 0, labels.add("lane", lane.label()));
            }
            for (CircuitState state : CircuitState.values()) {
                inAll.add(
                        SinkMetric.CIRCUIT, reading.circuit() == state ? 1 : 0, labels.add("state", state.wireName()));
            }
            reading.latency().ifPresent(latency -> quantiles(latency, labels, inAll));
        }
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (SinkMetric metric : SinkMetric.values()) {
            snapshots.add(inAll.snapshot(metric, metric.metricName(), metric.help));
            if (metric.bySource()) {
                snapshots.add(bySource.snapshot(metric, metric.sourceMetricName(), metric.help + ", by source"));
            }
        }
        return new MetricSnapshots(snapshots);
    }

    /** @param zeros whether there is a zero too: a source appears with its first event */
    private static void counts(Counts counts, Labels labels, boolean zeros, Points points) {
        for (SinkMetric metric : SinkMetric.values()) {
            metric.of(counts).ifPresent(value -> {
                if (zeros || value != 0) {
                    points.add(metric, (double) value, labels);
                }
            });
        }
        counts.filtered()
                .forEach((reason, count) -> points.add(SinkMetric.FILTERED, count, labels.add("reason", reason)));
        counts.deadLetteredBy()
                .forEach((reason, count) ->
                        points.add(SinkMetric.DEAD_LETTERED_BY, count, labels.add("reason", reason)));
    }

    private static void quantiles(Latency latency, Labels labels, Points points) {
        points.add(SinkMetric.LATENCY, seconds(latency.p50()), labels.add("quantile", "0.5"));
        points.add(SinkMetric.LATENCY, seconds(latency.p95()), labels.add("quantile", "0.95"));
        points.add(SinkMetric.LATENCY, seconds(latency.p99()), labels.add("quantile", "0.99"));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private record Point(double value, Labels labels) {}

    private static final class Points {
        private final Map<SinkMetric, List<Point>> points = new EnumMap<>(SinkMetric.class);

        void add(SinkMetric metric, double value, Labels labels) {
            points.computeIfAbsent(metric, _ -> new ArrayList<>()).add(new Point(value, labels));
        }

        MetricSnapshot snapshot(SinkMetric metric, String name, String help) {
            MetricMetadata metadata = new MetricMetadata(name, help);
            List<Point> all = points.getOrDefault(metric, List.of());
            return metric.gauge
                    ? new GaugeSnapshot(
                            metadata,
                            all.stream()
                                    .map(point -> new GaugeDataPointSnapshot(point.value(), point.labels(), null))
                                    .toList())
                    : new CounterSnapshot(
                            metadata,
                            all.stream()
                                    .map(point -> new CounterDataPointSnapshot(point.value(), point.labels(), null, 0))
                                    .toList());
        }
    }
}
