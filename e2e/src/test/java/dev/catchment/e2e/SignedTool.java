package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A tool that can tell with which key a request is signed. A key that begins with {@code wrong} is answered with 401, and
 * one that begins with {@code busy} with 429 and the wish to be left alone for an hour.
 */
final class SignedTool implements AutoCloseable {
    static final String UNSIGNED = "";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> keys;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /**
     * An event that was sent.
     *
     * @param to the destination, by its path
     * @param key that it was signed with
     * @param number the event's
     * @param nanos when it arrived
     */
    record Call(String to, String key, String event, long number, long nanos, boolean taken) {}

    /** @param keys all that are used in the test */
    SignedTool(Set<String> keys) throws IOException {
        this.keys = keys;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String url(String destination) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + destination;
    }

    List<Call> calls(String destination) {
        return calls.stream().filter(call -> call.to().equals(destination)).toList();
    }

    List<Call> taken(String destination) {
        return calls(destination).stream().filter(Call::taken).toList();
    }

    Optional<Call> first(String destination, String key) {
        return calls(destination).stream()
                .filter(call -> call.key().equals(key))
                .findFirst();
    }

    private void receive(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signature = exchange.getRequestHeaders().getFirst("X-Signature");
        String key = signature == null ? UNSIGNED : key(signature, body);
        int status = key.startsWith("wrong") ? 401 : key.startsWith("busy") ? 429 : 200;
        JsonNode event = ContractJson.EVENTS.readTree(body);
        calls.add(new Call(
                exchange.getRequestURI().getPath().substring(1),
                key,
                event.path("event").asText(),
                event.path("properties").path("number").asLong(),
                now,
                status == 200));
        if (status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "3600");
        }
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String key(String signature, byte[] body) {
        return keys.stream()
                .filter(key -> signature.equals(signature(key, body)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("signed with a key that the test does not know"));
    }

    private static String signature(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
