package dev.catchment.bench;

import java.io.IOException;
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

    /** One minute: what was stored, and the most memory that each of the two held. */
    record Minute(double eventsPerSecond, long ingest, long broker) {}

    Soak(Servers servers) {
        this.servers = servers;
    }

    List<Minute> run(Load load, int minutes) throws Exception {
        List<Minute> all = new ArrayList<>();
        int port = servers.ingest().port();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Wrk.Result> sending = thread.submit(() -> Wrk.run(
                    load, port, minutes * SECONDS_PER_MINUTE, servers.ingest().folder()));
            long start = System.nanoTime();
            while (all.size() < minutes) {
                Minute minute =
                        minute(start + Duration.ofMinutes(all.size() + 1L).toNanos(), sending);
                all.add(minute);
                System.err.printf(
                        "minute %2d: %,9.0f events/s, ingest %d MB, nats-server %d MB%n",
                        all.size(), minute.eventsPerSecond(), minute.ingest() >> 20, minute.broker() >> 20);
            }
            sending.get();
        }
        return all;
    }

    private Minute minute(long end, Future<Wrk.Result> sending) throws Exception {
        double before = accepted();
        long begun = System.nanoTime();
        long ingest = 0;
        long broker = 0;
        while (System.nanoTime() < end) {
            if (sending.state() == Future.State.FAILED) {
                throw new IOException("the load broke off", sending.exceptionNow());
            }
            servers.hub().purgeRead();
            ingest = Math.max(ingest, Usage.memory(servers.ingest().server().pid()));
            broker = Math.max(broker, Usage.memory(servers.hub().broker().pids().getFirst()));
            Thread.sleep(LOOK);
        }
        double seconds =
                (System.nanoTime() - begun) / (double) Duration.ofSeconds(1).toNanos();
        return new Minute((accepted() - before) / seconds, ingest, broker);
    }

    /** Events that ingest has stored since it began. */
    private double accepted() throws IOException, InterruptedException {
        return servers.ingestAdmin().sum("catchment_ingest_events_accepted_total", "");
    }
}
