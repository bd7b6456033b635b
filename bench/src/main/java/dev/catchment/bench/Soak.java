package dev.catchment.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Full load without a pause, while frames are purged as a director would: what ingest and its broker hold, minute by
 * minute. Memory is looked at every few seconds, and the most of each minute counts.
 */
final class Soak {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int SECONDS_PER_MINUTE = 60;

    private final Servers servers;
    private final HttpRequest metrics;

    /** One minute: what was stored, and the most memory that each of the two held. */
    record Minute(double eventsPerSecond, long ingest, long broker) {}

    Soak(Servers servers) {
        this.servers = servers;
        this.metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + servers.ingestAdminPort() + "/metrics"))
                .build();
    }

    List<Minute> run(Load load, int minutes) throws Exception {
        List<Minute> all = new ArrayList<>();
        int port = servers.ingest().port();
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Wrk.Result> sending = thread.submit(() -> Wrk.run(
                    load, port, minutes * SECONDS_PER_MINUTE, servers.ingest().folder()));
            long start = System.nanoTime();
            while (all.size() < minutes) {
                Minute minute =
                        minute(http, start + Duration.ofMinutes(all.size() + 1L).toNanos(), sending);
                all.add(minute);
                System.err.printf(
                        "minute %2d: %,9.0f events/s, ingest %d MB, nats-server %d MB%n",
                        all.size(), minute.eventsPerSecond(), minute.ingest() >> 20, minute.broker() >> 20);
            }
            sending.get();
        }
        return all;
    }

    private Minute minute(HttpClient http, long end, Future<Wrk.Result> sending) throws Exception {
        double before = accepted(http);
        long begun = System.nanoTime();
        long ingest = 0;
        long broker = 0;
        while (System.nanoTime() < end) {
            if (sending.state() == Future.State.FAILED) {
                throw new IOException("the load broke off", sending.exceptionNow());
            }
            servers.hub().purgeRead();
            ingest = Math.max(ingest, Usage.memory(servers.ingest().server().pid()));
            broker = Math.max(broker, Usage.memory(servers.hub().nats().pid()));
            Thread.sleep(LOOK);
        }
        double seconds =
                (System.nanoTime() - begun) / (double) Duration.ofSeconds(1).toNanos();
        return new Minute((accepted(http) - before) / seconds, ingest, broker);
    }

    /** Events that ingest has stored since it began. */
    private double accepted(HttpClient http) throws IOException, InterruptedException {
        return http.send(metrics, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("catchment_ingest_events_accepted_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
