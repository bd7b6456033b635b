package dev.catchment.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the benchmarks send. */
public final class SampleEvents {
    private SampleEvents() {}

    /** A track call of 662 bytes, such as a server's SDK sends it. */
    public static String single(int index) {
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

    /** The body of a batch of such events. */
    public static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj(SampleEvents::single)
                .collect(Collectors.joining(",", "{\"sentAt\":\"2026-01-02T03:04:05.678Z\",\"batch\":[", "]}"));
    }
}
