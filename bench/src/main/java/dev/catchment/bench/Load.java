package dev.catchment.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One shape of requests.
 *
 * @param title for the table
 * @param path of the tracking API
 * @param events in each request
 * @param floor events/s that design.md states for the plain file
 * @param cpuTarget CPU-seconds per million events that ingest and its broker may take
 * @param rotated how many sources' keys take turns, request by request; 0: one request is sent over and over
 */
record Load(String title, String path, int events, double floor, double cpuTarget, int rotated) {
    static final Load SINGLE = new Load("single", "/v1/track", 1, 41_000, 60, 0);
    static final Load BATCH = new Load("batches of 20", "/v1/batch", 20, 173_000, 15, 0);

    /** Single events, each request with the next of so many sources' keys. */
    static Load ofSources(int sources) {
        String title = "single, " + (sources == 1 ? "1 source" : sources + " sources");
        return new Load(title, "/v1/track", 1, SINGLE.floor, SINGLE.cpuTarget, sources);
    }

    String body() {
        return events == 1
                ? event(0)
                : IntStream.range(0, events)
                        .mapToObj(Load::event)
                        .collect(Collectors.joining(",", "{\"sentAt\":\"2026-01-02T03:04:05.678Z\",\"batch\":[", "]}"));
    }

    /** Value of the Authorization header. */
    static String authorization(int source) {
        byte[] credentials = (Hub.writeKey(source) + ":").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** A track call of 662 bytes, such as a server's SDK sends it. */
    static String event(int index) {
        return List.of(
                        "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"user-%05d\"",
                        "\"messageId\":\"node-next-1767323045678-5f1c2a4e-9b7d-4c1e-8a6f-%012d\"",
                        "\"timestamp\":\"2026-01-02T03:04:05.670Z\"",
                        "\"context\":{\"library\":{\"name\":\"@segment/analytics-node\",\"version\":\"2.3.0\"},"
                                + "\"ip\":\"203.0.113.7\",\"locale\":\"en-GB\",\"timezone\":\"Europe/Paris\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36\"}",
                        "\"properties\":{\"orderId\":\"50314b8e9bcf000000000000\",\"total\":27.50,\"currency\":\"EUR\","
                                + "\"coupon\":\"hasbros\",\"products\":[{\"productId\":\"507f1f77bcf86cd799439011\",\"sku\":\"45790-32\","
                                + "\"name\":\"Monopoly: 3rd Edition\",\"price\":19.00,\"quantity\":1}]}}")
                .stream()
                .collect(Collectors.joining(","))
                .formatted(index * 7, index);
    }
}
