package dev.catchment.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two ingest processes that write into one partition beside one alone, with as many connections in all, in turns. Each
 * process has a frame of its own in flight, which the broker fsyncs one after the other.
 */
record TwoIngests(Path folder, DeliveryOptions options) {
    private static final int CONNECTIONS = 64;

    /** Events stored per second, and CPU of both ingests and the broker together. */
    record Result(Load load, Pace one, Pace two) {}

    List<Result> run() throws Exception {
        try (Hub hub = Hub.forIngest(Broker.single(folder.resolve("nats")));
                Candidate first = start(hub);
                Candidate second = start(hub)) {
            List<Result> results = new ArrayList<>();
            for (Load load : List.of(Load.SINGLE, Load.BATCH)) {
                List<Pace> one = new ArrayList<>();
                List<Pace> two = new ArrayList<>();
                for (int round = 0; round <= options.rounds(); round++) {
                    Pace alone = measure(hub, load, List.of(first));
                    Pace both = measure(hub, load, List.of(first, second));
                    if (round > 0) {
                        one.add(alone);
                        two.add(both);
                    }
                }
                results.add(new Result(load, Pace.median(one), Pace.median(two)));
            }
            return results;
        }
    }

    private Candidate start(Hub hub) throws Exception {
        return Servers.ingest(hub, "ingest", Loopback.freePort(), List.of(), folder);
    }

    private Pace measure(Hub hub, Load load, List<Candidate> ingests) throws Exception {
        hub.emptyLog();
        double own = ingests.stream()
                .mapToDouble(ingest -> Usage.cpuSeconds(ingest.server().pid()))
                .sum();
        double broker = Usage.cpuSeconds(hub.broker().pids().getFirst());
        List<Wrk.Result> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ingests.size())) {
            List<Future<Wrk.Result>> running = ingests.stream()
                    .map(ingest -> threads.submit(() ->
                            Wrk.run(load, ingest.port(), options.seconds(), folder, CONNECTIONS / ingests.size())))
                    .toList();
            for (Future<Wrk.Result> wrk : running) {
                sent.add(wrk.get());
            }
        }
        double millions = sent.stream().mapToDouble(Wrk.Result::events).sum() / 1e6;
        double used = ingests.stream()
                        .mapToDouble(ingest -> Usage.cpuSeconds(ingest.server().pid()))
                        .sum()
                - own;
        double brokerUsed = Usage.cpuSeconds(hub.broker().pids().getFirst()) - broker;
        Pace pace = new Pace(
                sent.stream().mapToDouble(Wrk.Result::eventsPerSecond).sum(),
                used / millions,
                (used + brokerUsed) / millions);
        System.err.printf(Locale.ROOT, "%-20s %d ingest(s) %s%n", load.title(), ingests.size(), pace);
        return pace;
    }
}
