package dev.catchment.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.HubId;
import dev.catchment.operator.metrics.ApiRequests.Request;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
    private static final HubId HUB = new HubId("team", "acme");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry);

    @Test
    void thePageNamesEveryMetricAndNoOther() throws IOException {
        // Given
        metrics.compiled(Duration.ofSeconds(1));
        metrics.published(Duration.ofSeconds(1), 2, 1);
        metrics.requested("get", "secrets");
        metrics.counters(() -> 0);
        metrics.resources("Destination", "True", () -> 7);
        metrics.broker(HUB, () -> true);

        // When
        Set<String> shown = registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(Pattern.compile("catchment_operator_\\w+")
                        .matcher(Files.readString(Path.of("../docs/operator-metrics.md")))
                        .results()
                        .map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    @Test
    void aHubThatIsGoneIsNotShownAnyMore() {
        // Given
        metrics.broker(HUB, () -> true);
        metrics.broker(new HubId("team", "other"), () -> false);

        // When
        metrics.forgotten(HUB);

        // Then
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("catchment_operator_broker")))
                .containsExactly("catchment_operator_broker_connected{namespace=\"team\",workspace=\"other\"} 0.0");
    }

    @Test
    void aRequestIsCountedByWhatItIsAbout() {
        // Given // When // Then
        assertThat(request("PATCH", "/apis/catchment.dev/v1alpha1/namespaces/team/destinations/crm/status?force=true"))
                .isEqualTo(new Request("patch", "destinations/status"));
        assertThat(request("GET", "/api/v1/namespaces/team/secrets/crm")).isEqualTo(new Request("get", "secrets"));
        assertThat(request("GET", "/api/v1/secrets?limit=500")).isEqualTo(new Request("list", "secrets"));
        assertThat(request("GET", "/api/v1/pods?watch=true")).isEqualTo(new Request("watch", "pods"));
        assertThat(request(
                        "GET",
                        "/apis/catchment.dev/v1alpha1/namespaces/team/filters?allowWatchBookmarks=true&watch=true"))
                .isEqualTo(new Request("watch", "filters"));
        assertThat(request("POST", "/api/v1/namespaces/team/events")).isEqualTo(new Request("post", "events"));
        assertThat(request("GET", "/api/v1/namespaces/team")).isEqualTo(new Request("get", "namespaces"));
        assertThat(request("PATCH", "/apis/catchment.dev/v1alpha1/destinationtypes/webhook"))
                .isEqualTo(new Request("patch", "destinationtypes"));
        assertThat(request("GET", "/apis/apps/v1")).isEqualTo(new Request("get", "discovery"));
    }

    private static Request request(String method, String path) {
        return Request.of(method, URI.create("https://127.0.0.1:6443" + path));
    }
}
