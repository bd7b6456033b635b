package dev.catchment.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends batches at a steady rate as SDKs do: what is not answered with 200 is sent again with the same messageIds until
 * it is. What was due while the hub was down is sent as fast as it goes, so that the rate holds over the whole run.
 */
final class LoadClient implements AutoCloseable {
    private static final int BATCH = 100;
    private static final int SENDERS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 20_000_000;

    private final Ledger ledger;
    private final Supplier<String> url;
    private final int perSecond;
    private final int capacity;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final int first;
    private final AtomicInteger next;
    private final AtomicLong resent = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile boolean stopping;

    private LoadClient(Ledger ledger, Supplier<String> url, int perSecond, int capacity, int from) {
        this.ledger = ledger;
        this.url = url;
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.first = from;
        this.next = new AtomicInteger(from);
    }

    static LoadClient start(Ledger ledger, String url, int perSecond, int capacity) {
        return start(ledger, () -> url, perSecond, capacity, 0);
    }

    /**
     * Starts to send.
     *
     * @param url asked before each request: where ingest is reached now
     * @param from the first event's number
     */
    static LoadClient start(Ledger ledger, Supplier<String> url, int perSecond, int capacity, int from) {
        LoadClient client = new LoadClient(ledger, url, perSecond, capacity, from);
        for (int i = 0; i < SENDERS; i++) {
            client.senders.execute(client::send);
        }
        return client;
    }

    /** Makes no new events, and returns when every one that was made has its 200. */
    @Override
    public void close() {
        stopping = true;
        senders.close();
        client.close();
    }

    int made() {
        return next.get();
    }

    /** Requests that had to be sent again. */
    long resent() {
        return resent.get();
    }

    private void send() {
        while (!stopping) {
            int from = next.getAndAdd(BATCH);
            if (from + BATCH > capacity) {
                throw new IllegalStateException("the run makes more than " + capacity + " events");
            }
            awaitTurn(from);
            sendUntilAcknowledged(from);
        }
    }

    private void awaitTurn(int number) {
        long due = start + (number - first) * 1_000_000_000L / perSecond;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }

    private void sendUntilAcknowledged(int from) {
        String body = batch(from);
        while (!isAcknowledged(request(body))) {
            resent.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        ledger.acknowledge(from, from + BATCH);
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(url.get() + "/v1/batch"))
                .timeout(TIMEOUT)
                .header("Authorization", "Basic " + basic())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private boolean isAcknowledged(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString((HubFolder.WRITE_KEY + ":").getBytes(StandardCharsets.UTF_8));
    }

    private static String batch(int from) {
        StringBuilder json = new StringBuilder("{\"batch\":[");
        for (int i = from; i < from + BATCH; i++) {
            json.append(i == from ? "" : ",")
                    .append("{\"type\":\"track\",\"event\":\"")
                    .append(Ledger.isFiltered(i) ? "Heartbeat" : "Ordered")
                    .append("\",\"userId\":\"u-")
                    .append(i % 997)
                    .append("\",\"messageId\":\"")
                    .append(Ledger.messageId(i))
                    .append("\",\"properties\":{\"total\":19.99,\"note\":\"a line of text as orders have it\"}}");
        }
        return json.append("]}").toString();
    }
}
