package dev.catchment.bench;

import dev.catchment.bench.DeliveryOptions.Scenario;
import dev.catchment.bench.ReadingLog.Audience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What delivery reaches on this machine, each scenario with a hub, a delivery plane and a receiver of its own.
 * Arguments: a folder for data, then what {@link DeliveryOptions} reads. Exit code 1: the run is void or a target is
 * missed.
 */
public final class DeliveryBench {
    private static final String FLOOR = "the floor: ordered consumer, JDK HttpClient, single POSTs";
    private static final String SINGLE = "delivery, single POSTs, 32 at once";
    private static final String BATCH = "delivery, 100 events per request, 16 at once";

    private static final List<Integer> DESTINATIONS = List.of(1, 100, 1_000);

    private final DeliveryOptions options;
    private final Page page = new Page();
    private final DeliveryReport report = new DeliveryReport(page);

    private DeliveryBench(DeliveryOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        DeliveryBench bench = new DeliveryBench(DeliveryOptions.parse(arguments));
        bench.run();
        System.out.print(bench.page.text());
        System.exit(bench.page.good() ? 0 : 1);
    }

    private void run() throws Exception {
        page.begin("median of %d rounds of %d s each, after one to warm up"
                .formatted(options.rounds(), options.seconds()));
        Throughput throughput = new Throughput(folder("throughput"), options);
        Pace floor = throughput.floor();
        report.floor(floor);
        report.throughputHead();
        report.throughput(FLOOR, floor, floor);
        if (asked(Scenario.SINGLE)) {
            Pace single = throughput.single(Broker.single(folder("single")), SINGLE);
            report.throughput(SINGLE, single, floor);
            report.single(single);
        }
        if (asked(Scenario.BATCH)) {
            Pace batched = throughput.batched(Broker.single(folder("batch")), BATCH);
            report.throughput(BATCH, batched, floor);
            report.batched(batched);
        }
        report.end();
        if (asked(Scenario.READING)) {
            reading();
        }
        if (asked(Scenario.MANY)) {
            report.many(new ManyDestinations(folder("many"), options).run());
        }
        if (asked(Scenario.INGESTS)) {
            report.ingests(new TwoIngests(folder("ingests"), options).run());
        }
        if (asked(Scenario.REPLICAS)) {
            replicas(throughput);
        }
        if (asked(Scenario.DEAD)) {
            report.dead(new DeadDestination(folder("dead"), options).run(), options.deadMinutes());
        }
        if (asked(Scenario.LANES)) {
            report.lanes(new LaneCatchUp(folder("lanes"), options).run());
        }
    }

    private void reading() throws Exception {
        ReadingLog log = new ReadingLog(folder("reading"), options);
        report.readingHead();
        for (Audience audience : Audience.values()) {
            Map<Integer, Pace> rows = new LinkedHashMap<>();
            for (int destinations : DESTINATIONS) {
                rows.put(destinations, log.with(destinations, audience));
            }
            report.reading(audience, rows);
        }
        report.end();
    }

    private void replicas(Throughput throughput) throws Exception {
        report.replicasHead();
        Pace one = throughput.single(Broker.single(folder("one-copy")), "delivery, one copy");
        Pace three = throughput.single(Broker.cluster(folder("three-copies")), "delivery, three copies");
        report.replicas(SINGLE, one.perSecond(), one.cpuWithBroker(), three.perSecond(), three.cpuWithBroker());
        IngestPace ingest = new IngestPace(folder("replicas"), options);
        Measurement stored = ingest.on(Broker.single(folder("ingest-one-copy")));
        Measurement copied = ingest.on(Broker.cluster(folder("ingest-three-copies")));
        report.replicas(
                "ingest, single events",
                stored.eventsPerSecond(),
                stored.cpu(),
                copied.eventsPerSecond(),
                copied.cpu());
        report.end();
    }

    private boolean asked(Scenario scenario) {
        return options.scenarios().contains(scenario);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(options.folder().resolve(name));
    }
}
