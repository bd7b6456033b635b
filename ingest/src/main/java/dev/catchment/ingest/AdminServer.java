package dev.catchment.ingest;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}, on a port that is not exposed to clients. */
final class AdminServer {
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration DRAIN_TIME = Duration.ofSeconds(1);

    private AdminServer() {}

    /** @param notReady why the plane is not ready, for people; empty if it is */
    static WebServer create(
            String host, int port, PrometheusMeterRegistry registry, Supplier<Optional<String>> notReady) {
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(host)
                .port(port)
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxPayloadSize(0)
                .shutdownGracePeriod(DRAIN_TIME)
                .routing(routing -> routes(routing, registry, notReady))
                .build();
    }

    private static void routes(
            HttpRouting.Builder routing, PrometheusMeterRegistry registry, Supplier<Optional<String>> notReady) {
        routing.get("/livez", (_, response) -> text(response, Status.OK_200, "ok\n"));
        routing.get("/readyz", (_, response) -> {
            Optional<String> reason = notReady.get();
            text(
                    response,
                    reason.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
                    reason.orElse("ok") + "\n");
        });
        routing.get("/metrics", (_, response) -> response.header(
                        HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .send(registry.scrape()));
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(text);
    }
}
