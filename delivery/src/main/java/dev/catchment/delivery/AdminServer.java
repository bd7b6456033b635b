package dev.catchment.delivery;

import dev.catchment.delivery.director.LeaseKeeper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** /livez, /readyz and /metrics. */
final class AdminServer implements AutoCloseable {
    private final WebServer server;

    private AdminServer(WebServer server) {
        this.server = server;
    }

    static AdminServer start(String host, int port, LeaseKeeper keeper, BooleanSupplier ready) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DeliveryMetrics metrics = new DeliveryMetrics(registry, keeper::directors, Clock.systemUTC());
        WebServer server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .routing(routing -> routing.get("/livez", (request, response) -> response.send("ok\n"))
                        .get("/readyz", (request, response) -> {
                            boolean well = ready.getAsBoolean();
                            response.status(well ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                                    .send(well ? "ok\n" : "the plan has not been read yet\n");
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
