package dev.catchment.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The admin port: /livez says that the process answers, /readyz that its informers are in step with the cluster,
 * /metrics what it counts. An informer that is away is no reason to be restarted, so it does not touch /livez.
 */
final class Health {
    private Health() {}

    static void start(int port, BooleanSupplier ready, Supplier<String> metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/livez", only("/livez", exchange -> answer(exchange, 200, "ok")));
        server.createContext("/readyz", only("/readyz", exchange -> {
            boolean is = ready.getAsBoolean();
            answer(exchange, is ? 200 : 503, is ? "ok" : "informers are not in step with the cluster");
        }));
        server.createContext("/metrics", only("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            answer(exchange, 200, metrics.get());
        }));
        server.start();
    }

    /** A context takes every path below its own. */
    private static HttpHandler only(String path, HttpHandler handler) {
        return exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                handler.handle(exchange);
            } else {
                answer(exchange, 404, "there is only /livez, /readyz and /metrics");
            }
        };
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
