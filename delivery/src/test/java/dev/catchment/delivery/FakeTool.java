package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tool with people, who are found by their e-mail address, and a token endpoint whose refresh tokens can be used once.
 */
final class FakeTool implements AutoCloseable {
    static final String FIRST_REFRESH_TOKEN = "r0";

    final AtomicInteger tokensIssued = new AtomicInteger();
    final List<String> complaints = new ArrayList<>();
    /** E-mail address to the events that were written there. */
    final Map<String, List<String>> people = new ConcurrentHashMap<>();

    final AtomicInteger creations = new AtomicInteger();
    /** Of writes, so many are answered with 500 before the next is taken. */
    final AtomicInteger writesToFail = new AtomicInteger();

    volatile boolean tokenEndpointWorks = true;
    private final HttpServer server;
    private final Set<String> valid = new HashSet<>();
    private String refreshToken = FIRST_REFRESH_TOKEN;

    FakeTool() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> answer(exchange, token(body(exchange))));
        server.createContext("/people", exchange -> answer(exchange, people(exchange)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    record Said(int status, String json) {}

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on every access token that was issued is refused. */
    synchronized void forgetTokens() {
        valid.clear();
    }

    private synchronized Said token(String form) {
        if (!tokenEndpointWorks) {
            return new Said(503, "{}");
        }
        Map<String, String> given = parameters(form);
        if (!"id".equals(given.get("client_id")) || !"s3cret".equals(given.get("client_secret"))) {
            complaints.add("wrong client");
            return new Said(401, "{\"error\":\"invalid_client\"}");
        }
        if (!refreshToken.equals(given.get("refresh_token"))) {
            complaints.add("refresh token used twice");
            return new Said(400, "{\"error\":\"invalid_grant\"}");
        }
        int number = tokensIssued.incrementAndGet();
        refreshToken = "r" + number;
        valid.add("a" + number);
        return new Said(
                200,
                "{\"access_token\":\"a" + number + "\",\"expires_in\":3600,\"refresh_token\":\"r" + number
                        + "\",\"instance_url\":\"" + url() + "\"}");
    }

    private Said people(HttpExchange exchange) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        synchronized (this) {
            if (!token.startsWith("Bearer ") || !valid.contains(token.substring(7))) {
                return new Said(401, "{}");
            }
        }
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            String email = parameters(exchange.getRequestURI().getRawQuery()).get("email");
            return people.containsKey(email) ? new Said(200, "{\"id\":\"" + email + "\"}") : new Said(404, "{}");
        }
        if (writesToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return new Said(500, "{}");
        }
        JsonNode body = ContractJson.EVENTS.readTree(body(exchange));
        String email = path.equals("/people") ? body.path("email").asText() : path.substring("/people/".length());
        if (path.equals("/people")) {
            creations.incrementAndGet();
            people.computeIfAbsent(email, e -> new ArrayList<>());
        }
        List<String> events = people.get(email);
        synchronized (events) {
            events.add(body.path("event").asText());
        }
        return new Said(200, "{}");
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            pairs.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return pairs;
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, Said said) throws IOException {
        byte[] body = said.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(said.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Every event that was written, in order of e-mail address. */
    List<String> written() {
        List<String> all = new ArrayList<>();
        new TreeMap<>(people).values().forEach(events -> {
            synchronized (events) {
                all.addAll(events);
            }
        });
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
