package dev.catchment.delivery;

import dev.catchment.contract.LagSignal;
import dev.catchment.delivery.director.LeaseKeeper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** /livez, /readyz and /metrics, and /lag for what scales the pods. */
final class AdminServer implements AutoCloseable {
    private final WebServer server;

    private AdminServer(WebServer server) {
        this.server = server;
    }

    /** @param notReady why the plane is not ready, for people; empty if it is */
    static AdminServer start(String host, int port, LeaseKeeper keeper, Supplier<Optional<String>> notReady) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DeliveryMetrics metrics = new DeliveryMetrics(registry, keeper::directors, Clock.systemUTC());
        WebServer server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .routing(routing -> routing.get("/livez", (request, response) -> response.send("ok\n"))
                        .get("/readyz", (request, response) -> {
                            Optional<String> reason = notReady.get();
                            response.status(reason.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                                    .send(reason.orElse("ok") + "\n");
                        })
                        .get(LagSignal.PATH, (request, response) -> {
                            response.header(HeaderNames.CONTENT_TYPE, "application/json");
                            response.send("{\"" + LagSignal.FIELD + "\":" + metrics.lagFrames() + "}\n");
                        })
                        .get("/metrics", (request, response) -> {
                            metrics.refresh();
                            response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
                            // Ten thousand destinations take megabytes.
                            try (OutputStream out = response.outputStream()) {
                                registry.scrape(out);
                            }
                        }))
                .build()
                .start();
        return new AdminServer(server);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
