package dev.catchment.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One shape of requests, and the wrk that sends them.
 *
 * @param title for the table
 * @param path of the tracking API
 * @param events in each request
 * @param floor events/s that design.md states for the plain file
 */
record Load(String title, String path, int events, double floor) {
    static final Load SINGLE = new Load("single", "/v1/track", 1, 41_000);
    static final Load BATCH = new Load("batches of 20", "/v1/batch", 20, 173_000);

    private static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern SLOWEST = Pattern.compile("(?m)^ +99% +(\\S+)");

    /** @param slowest the 99th percentile of the answer times, as wrk writes it */
    record Result(double eventsPerSecond, double events, String slowest) {}

    /** Sends for so many seconds. Any answer but a 2xx, and any broken connection, ends the benchmark. */
    Result run(int port, int seconds, Path folder, String writeKey) throws IOException, InterruptedException {
        Path script = folder.resolve(path.substring(path.lastIndexOf('/') + 1) + ".lua");
        Files.writeString(script, script(writeKey));
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "--threads",
                        "2",
                        "--connections",
                        Integer.toString(CONNECTIONS),
                        "--duration",
                        seconds + "s",
                        "--latency",
                        "--script",
                        script.toString(),
                        "http://127.0.0.1:" + port + path)
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0 || output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IOException("wrk failed, or not every answer was a 200:\n" + output);
        }
        return new Result(
                Double.parseDouble(find(RATE, output)) * events,
                Double.parseDouble(find(REQUESTS, output)) * events,
                find(SLOWEST, output));
    }

    private static String find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk printed no " + pattern + ":\n" + output);
        }
        return matcher.group(1);
    }

    private String script(String writeKey) {
        String body = events == 1
                ? event(0)
                : IntStream.range(0, events)
                        .mapToObj(Load::event)
                        .collect(Collectors.joining(",", "{\"sentAt\":\"2026-01-02T03:04:05.678Z\",\"batch\":[", "]}"));
        return """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Authorization"] = "Basic %s"
                wrk.body = [==[%s]==]
                """.formatted(
                        Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8)), body);
    }

    /** A track call of some 660 bytes, such as a server's SDK sends it. */
    private static String event(int index) {
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
