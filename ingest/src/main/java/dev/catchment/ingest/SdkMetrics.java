package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * What SDKs report about themselves, as counters by metric, library and version: which versions are in use, and which of
 * them fail. Anybody may report, so names, values and the number of series are bounded.
 */
final class SdkMetrics {
    /** Beyond it, all that is new is counted together under {@value #OTHER}. */
    static final int MAX_SERIES = 1_000;

    static final String OTHER = "other";
    static final double MAX_VALUE = 1_000_000;
    private static final String PREFIX = "analytics_";
    private static final int LONGEST_NAME = 64;

    private final MeterRegistry registry;
    private final Counter ignored;
    private final Map<Series, Counter> counters = new HashMap<>();

    private record Series(String metric, String library, String version) {}

    SdkMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.ignored = Counter.builder("catchment.ingest.sdk.reports.ignored")
                .description("Values that SDKs reported about themselves and that cannot be counted")
                .register(registry);
    }

    /** @param report one of a series: {@code {"metric", "value", "tags": {"library", "library_version"}}} */
    void count(JsonNode report) {
        JsonNode value = report.path("value");
        String metric = report.path("metric").asText();
        String library = report.at("/tags/library").asText();
        String version = report.at("/tags/library_version").asText();
        boolean fits = value.isNumber()
                && value.doubleValue() >= 0
                && value.doubleValue() <= MAX_VALUE
                && metric.startsWith(PREFIX)
                && isName(metric)
                && isName(library)
                && isName(version);
        if (fits) {
            counter(new Series(metric, library, version)).increment(value.doubleValue());
        } else {
            ignored.increment();
        }
    }

    private synchronized Counter counter(Series series) {
        Counter counter = counters.get(series);
        if (counter != null) {
            return counter;
        }
        return counters.size() < MAX_SERIES
                ? counters.computeIfAbsent(series, this::register)
                : register(new Series(OTHER, OTHER, OTHER));
    }

    /** The same counter for the same series. */
    private Counter register(Series series) {
        return Counter.builder("catchment.ingest.sdk.reports")
                .description("What SDKs reported about themselves")
                .tag("metric", series.metric())
                .tag("library", series.library())
                .tag("version", series.version())
                .register(registry);
    }

    /** Such as {@code analytics_js.invoke}, {@code analytics.kotlin}, {@code npm:next-1.81.0}. */
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "._-:+/@".indexOf(c) >= 0);
    }
}
