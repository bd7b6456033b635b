package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A destination's server: keeps what it answered with 2xx, by path, in the order in which it answered. */
final class Receiver implements AutoCloseable {
    private final Map<String, List<JsonNode>> bodies = new ConcurrentHashMap<>();
    private final Map<String, List<Map<String, String>>> headers = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Map<String, Function<JsonNode, Integer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Function<JsonNode, String>> replies = new ConcurrentHashMap<>();
    private final Map<String, String> retryAfter = new ConcurrentHashMap<>();
    private WebServer server;
    private final int port;

    Receiver() {
        server = launch(0);
        port = server.port();
    }

    private WebServer launch(int on) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(on)
                .shutdownHook(false)
                .maxPayloadSize(8L << 20)
                .routing(routing -> routing.any("/{path}", this::handle))
                .build()
                .start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    /** What to answer, by body; absent: 200. */
    void answer(String path, Function<JsonNode, Integer> status) {
        answers.put(path, status);
    }

    void retryAfter(String path, String value) {
        retryAfter.put(path, value);
    }

    /** The body of the answer, by the request's. */
    void reply(String path, Function<JsonNode, String> body) {
        replies.put(path, body);
    }

    /** No longer listens. */
    void down() {
        server.stop();
    }

    void up() {
        server = launch(port);
    }

    List<JsonNode> bodies(String path) {
        List<JsonNode> list = bodies.getOrDefault(path, List.of());
        synchronized (list) {
            return new ArrayList<>(list);
        }
    }

    /** messageIds in the order of arrival, batches spread out. */
    List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        for (JsonNode body : bodies(path)) {
            if (body.isArray()) {
                body.forEach(event -> ids.add(event.path("messageId").asText()));
            } else {
                ids.add(body.path("messageId").asText());
            }
        }
        return ids;
    }

    List<Map<String, String>> headers(String path) {
        return List.copyOf(headers.getOrDefault(path, List.of()));
    }

    /** Requests that were not answered with 2xx. */
    int refused(String path) {
        return refused.getOrDefault(path, 0);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        String path = request.path().pathParameters().get("path");
        JsonNode body;
        try {
            body = ContractJson.EVENTS.readTree(request.content().as(byte[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int status = answers.getOrDefault(path, b -> 200).apply(body);
        if (status >= 200 && status < 300) {
            Map<String, String> all = new ConcurrentHashMap<>();
            request.headers().forEach(header -> all.put(header.name().toLowerCase(Locale.ROOT), header.get()));
            List<JsonNode> list = bodies.computeIfAbsent(path, p -> new ArrayList<>());
            synchronized (list) {
                // Together, so that the same place in both lists is the same request.
                headers.computeIfAbsent(path, p -> Collections.synchronizedList(new ArrayList<>()))
                        .add(all);
                list.add(body);
            }
        } else {
            refused.merge(path, 1, Integer::sum);
            if (retryAfter.containsKey(path)) {
                response.header("Retry-After", retryAfter.get(path));
            }
        }
        String reply =
                replies.getOrDefault(path, b -> "{\"status\":" + status + "}").apply(body);
        response.status(Status.create(status)).send(reply);
    }

    @Override
    public void close() {
        server.stop();
    }
}
