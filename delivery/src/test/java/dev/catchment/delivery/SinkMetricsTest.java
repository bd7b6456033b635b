package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.count.CircuitState;
import dev.catchment.delivery.lane.Lane;
import dev.catchment.delivery.lane.Reading;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Latency;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Counts WEB = new Counts(3, 0, 2, 1, 0, 1, 4, 2, new TreeMap<>(Map.of("RULE", 5L)));
    private static final Counts APP = new Counts(7, 0, 0, 0, 0, 0, 0, 0, new TreeMap<>());

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<SinkSample> sinks = new ArrayList<>();

    @Test
    void aDestinationIsShownAsAWholeAndBySource() {
        // Given
        register();
        sinks.add(sample("crm", Lane.PARKED, CircuitState.OPEN));

        // When
        String text = registry.scrape();

        // Then
        assertThat(text)
                .contains("catchment_delivery_delivered_total{destination=\"crm\",partition=\"0\"} 10.0\n")
                .contains("catchment_delivery_discarded_total{destination=\"crm\",partition=\"0\"} 0.0\n")
                .contains(
                        "catchment_delivery_filtered_total{destination=\"crm\",partition=\"0\",reason=\"RULE\"} 5.0\n")
                .contains(
                        "catchment_delivery_dead_lettered_by_reason_total{destination=\"crm\",partition=\"0\",reason=\"FILTER_ERROR\"} 2.0\n")
                .contains("catchment_delivery_retrying{destination=\"crm\",partition=\"0\"} 1.0\n")
                .contains(
                        "catchment_delivery_source_delivered_total{destination=\"crm\",partition=\"0\",source=\"app\"} 7.0\n")
                .contains(
                        "catchment_delivery_source_delivered_total{destination=\"crm\",partition=\"0\",source=\"web\"} 3.0\n")
                .contains(
                        "catchment_delivery_source_filtered_total{destination=\"crm\",partition=\"0\",reason=\"RULE\",source=\"web\"} 5.0\n")
                .doesNotContain(
                        "catchment_delivery_source_retried_total{destination=\"crm\",partition=\"0\",source=\"app\"}")
                .contains("catchment_delivery_lane{destination=\"crm\",lane=\"parked\",partition=\"0\"} 1.0\n")
                .contains("catchment_delivery_circuit{destination=\"crm\",partition=\"0\",state=\"open\"} 1.0\n")
                .contains("catchment_delivery_circuit{destination=\"crm\",partition=\"0\",state=\"closed\"} 0.0\n")
                .contains("catchment_delivery_oldest_pending_seconds{destination=\"crm\",partition=\"0\"} 90.0\n")
                .contains(
                        "catchment_delivery_latency_seconds{destination=\"crm\",partition=\"0\",quantile=\"0.95\"} 0.25\n");
    }

    @Test
    void whatHasGoneIsNotShown() {
        // Given
        register();
        sinks.add(sample("crm", Lane.LIVE, CircuitState.CLOSED));
        registry.scrape();

        // When
        sinks.clear();

        // Then
        assertThat(registry.scrape()).doesNotContain("crm");
    }

    @Test
    void aScrapeOfTenThousandDestinationsIsCheap() throws Exception {
        // Given
        register();
        for (int i = 0; i < 10_000; i++) {
            sinks.add(sample("destination-" + i, Lane.LIVE, CircuitState.CLOSED));
        }
        registry.scrape(OutputStream.nullOutputStream());

        // When
        long before = cpu();
        registry.scrape(OutputStream.nullOutputStream());
        Duration took = Duration.ofNanos(cpu() - before);

        // Then
        System.out.println("a scrape of 10,000 destinations takes " + took.toMillis() + " ms of CPU");
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void thePageNamesEveryMetricAndNoOther() throws Exception {
        // Given
        TreeSet<String> names = new TreeSet<>();
        for (SinkMetric metric : SinkMetric.values()) {
            String suffix = metric.gauge ? "" : "_total";
            names.add(metric.metricName() + suffix);
            if (metric.bySource()) {
                names.add(metric.sourceMetricName() + suffix);
            }
        }

        // When
        String page = Files.readString(Path.of("../docs/delivery-metrics.md"));
        String destinations = page.substring(page.indexOf("## Destinations"), page.indexOf("## Partitions"));

        // Then
        assertThat(Pattern.compile("catchment_delivery_\\w+")
                        .matcher(destinations)
                        .results()
                        .map(MatchResult::group))
                .containsOnlyOnceElementsOf(names)
                .isSubsetOf(names);
    }

    private void register() {
        registry.getPrometheusRegistry().register(new SinkMetrics(() -> sinks, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    private static SinkSample sample(String name, Lane lane, CircuitState circuit) {
        Counts counts = new Counts(
                10,
                0,
                2,
                1,
                0,
                1,
                4,
                2,
                new TreeMap<>(Map.of("RULE", 5L)),
                new TreeMap<>(Map.of("FILTER_ERROR", 2L)),
                new TreeMap<>(Map.of("web", WEB, "app", APP)));
        Latency latency = new Latency(Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(900));
        Reading reading = new Reading(
                lane,
                "",
                circuit,
                Optional.empty(),
                counts,
                Optional.empty(),
                Optional.of(latency),
                0,
                Optional.empty(),
                Optional.empty());
        return new SinkSample("0", name, reading, 3, Optional.of(NOW.minusSeconds(90)));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
