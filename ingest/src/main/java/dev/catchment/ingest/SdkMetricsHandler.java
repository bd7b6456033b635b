package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;

/** Takes what SDKs report about themselves; see {@link SdkMetrics}. No write key is asked for, since they send none. */
final class SdkMetricsHandler implements Handler {
    private final MemoryBudget budget;
    private final SdkMetrics metrics;

    SdkMetricsHandler(MemoryBudget budget, SdkMetrics metrics) {
        this.budget = budget;
        this.metrics = metrics;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        try (MemoryBudget.Share share = budget.share()) {
            series(TrackingHandler.body(request, share)).forEach(metrics::count);
            Answers.stored(response, List.of());
        } catch (Refusal refusal) {
            Answers.refused(response, refusal, List.of());
        }
    }

    /** The array under {@code series}. */
    static JsonNode series(byte[] body) throws Refusal {
        if (body.length > Limits.SDK_REPORT_BYTES) {
            throw new Refusal(
                    Reason.BATCH_TOO_LARGE, "the body has more than " + Limits.SDK_REPORT_BYTES + " bytes (unpacked)");
        }
        try {
            JsonNode series = ContractJson.EVENTS.readTree(body).path("series");
            if (series.isArray()) {
                return series;
            }
            throw new Refusal(Reason.INVALID_JSON, "series: must be an array");
        } catch (IOException e) {
            // Its message may quote the body.
            throw new Refusal(Reason.INVALID_JSON, "the body is not JSON");
        }
    }
}
