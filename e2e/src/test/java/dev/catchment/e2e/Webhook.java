package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A webhook of the test: hands over every event that it receives, single or from a batch, and answers 200. */
final class Webhook implements AutoCloseable {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Consumer<JsonNode> received;

    private Webhook(HttpServer server, Consumer<JsonNode> received) {
        this.server = server;
        this.received = received;
    }

    /** @param received called by several threads, before the request is answered */
    static Webhook start(Consumer<JsonNode> received) throws IOException {
        return start(0, received);
    }

    static Webhook start(int port, Consumer<JsonNode> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        Webhook webhook = new Webhook(server, received);
        server.setExecutor(webhook.threads);
        server.createContext("/", webhook::receive);
        server.start();
        return webhook;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void receive(HttpExchange exchange) throws IOException {
        JsonNode body = ContractJson.EVENTS.readTree(exchange.getRequestBody().readAllBytes());
        if (body.isArray()) {
            body.forEach(received);
        } else {
            received.accept(body);
        }
        // A body that is read and an answer that is written to their ends leave the connection open for the next one.
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
