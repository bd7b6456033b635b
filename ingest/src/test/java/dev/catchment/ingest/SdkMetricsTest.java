package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkMetricsTest {
    private static final String REPORTS = "catchment.ingest.sdk.reports";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SdkMetrics metrics = new SdkMetrics(registry);

    @Test
    void valuesAddUpByMetricLibraryAndVersion() throws Exception {
        // When
        count("analytics_mobile.invoke", "analytics.kotlin", "1.19.1", "3");
        count("analytics_mobile.invoke", "analytics.kotlin", "1.19.1", "2");
        count("analytics_mobile.invoke", "analytics.kotlin", "1.20.0", "1");
        count("analytics_js.invoke.error", "analytics.js", "npm:next-1.81.0", "1");

        // Then
        assertThat(counted("analytics_mobile.invoke", "analytics.kotlin", "1.19.1"))
                .isEqualTo(5);
        assertThat(counted("analytics_mobile.invoke", "analytics.kotlin", "1.20.0"))
                .isEqualTo(1);
        assertThat(counted("analytics_js.invoke.error", "analytics.js", "npm:next-1.81.0"))
                .isEqualTo(1);
        assertThat(ignored()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            other.metric     | lib | 1   | 1
            analytics_js.a b | lib | 1   | 1
            analytics_js     | l{b | 1   | 1
            analytics_js     | ''  | 1   | 1
            analytics_js     | lib | 1"  | 1
            analytics_js     | lib | 1   | -1
            analytics_js     | lib | 1   | 1000001
            analytics_js     | lib | 1   | 1e400
            analytics_js     | lib | 1   | "1"
            analytics_js     | lib | 1   | null
            analytics_js     | lib | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | 1
            """)
    void whatIsNoNameOrNoCountIsLeftOutAndCountedAsSuch(String metric, String library, String version, String value)
            throws Exception {
        // When
        count(metric, library, version.replace("\"", "\\\""), value);

        // Then
        assertThat(ignored()).isEqualTo(1);
        assertThat(registry.find(REPORTS).counters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "[]", "\"x\"", "{\"tags\":[]}", "{\"metric\":{},\"value\":1,\"tags\":null}"})
    void whatIsNoReportIsLeftOut(String report) throws Exception {
        // When
        metrics.count(ContractJson.EVENTS.readTree(report));

        // Then
        assertThat(ignored()).isEqualTo(1);
    }

    @Test
    void newSeriesBeyondTheLimitAreCountedTogetherAndKnownOnesGoOn() throws Exception {
        // Given
        for (int i = 0; i < SdkMetrics.MAX_SERIES; i++) {
            count("analytics_js.invoke", "analytics.js", "1." + i, "1");
        }

        // When
        count("analytics_js.invoke", "analytics.js", "2.0", "4");
        count("analytics_js.invoke", "analytics.js", "2.1", "5");
        count("analytics_js.invoke", "analytics.js", "1.7", "1");

        // Then
        assertThat(counted(SdkMetrics.OTHER, SdkMetrics.OTHER, SdkMetrics.OTHER))
                .isEqualTo(9);
        assertThat(counted("analytics_js.invoke", "analytics.js", "1.7")).isEqualTo(2);
        assertThat(registry.find(REPORTS).counters()).hasSize(SdkMetrics.MAX_SERIES + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"series":[]}     | 0
            {"series":[1,{}]} | 2
            """)
    void aReportIsAnArrayUnderSeries(String body, int size) throws Exception {
        assertThat(SdkMetricsHandler.series(body.getBytes(StandardCharsets.UTF_8)))
                .hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"series\":{}}", "{\"series\":[]", "{\"series\":[]}{}", "x"})
    void anotherBodyIsRefused(String body) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> SdkMetricsHandler.series(body.getBytes(StandardCharsets.UTF_8)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_JSON));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aReportHasAtMost32KiB(int over) {
        String padded = "{\"series\":[]" + " ".repeat(Limits.SDK_REPORT_BYTES - 13 + over) + "}";
        assertThat(refusal(padded)).isEqualTo(over == 0 ? null : Reason.BATCH_TOO_LARGE);
    }

    private static Reason refusal(String body) {
        try {
            SdkMetricsHandler.series(body.getBytes(StandardCharsets.UTF_8));
            return null;
        } catch (Refusal refusal) {
            return refusal.reason();
        }
    }

    private void count(String metric, String library, String version, String value) throws Exception {
        JsonNode report = ContractJson.EVENTS.readTree("""
                {"type":"Counter","metric":"%s","value":%s,"tags":{"library":"%s","library_version":"%s","os":"x"}}""".formatted(metric, value, library, version));
        metrics.count(report);
    }

    private double counted(String metric, String library, String version) {
        return registry.get(REPORTS)
                .tags("metric", metric, "library", library, "version", version)
                .counter()
                .count();
    }

    private double ignored() {
        return registry.get("catchment.ingest.sdk.reports.ignored").counter().count();
    }
}
