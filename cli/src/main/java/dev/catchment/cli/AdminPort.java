package dev.catchment.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The admin port of a run: one answer for both planes, each of which has an admin port of its own. */
final class AdminPort implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final List<Integer> planes;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    private AdminPort(List<Integer> planes, HttpServer server) {
        this.planes = planes;
        this.server = server;
    }

    /** @param planes admin ports of the planes on this machine */
    static AdminPort start(int port, List<Integer> planes) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        AdminPort admin = new AdminPort(List.copyOf(planes), server);
        server.setExecutor(admin.threads);
        for (String path : List.of("/livez", "/readyz", "/metrics")) {
            server.createContext(path, admin::answer);
        }
        server.start();
        return admin;
    }

    /** The texts of all planes one after the other, and the worst of their statuses. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            StringBuilder text = new StringBuilder();
            int status = 200;
            for (int plane : planes) {
                HttpResponse<String> answer =
                        ask(plane, exchange.getRequestURI().getPath());
                status = Math.max(status, answer.statusCode());
                text.append(answer.body());
            }
            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<String> ask(int port, String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }
}
