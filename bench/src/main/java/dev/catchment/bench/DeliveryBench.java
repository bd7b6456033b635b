package dev.catchment.bench;

import dev.catchment.bench.DeliveryOptions.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What delivery reaches on this machine, each scenario with a hub, a delivery plane and a receiver of its own.
 * Arguments: a folder for data, then what {@link DeliveryOptions} reads. Exit code 1: the run is void or a target is
 * missed.
 */
public final class DeliveryBench {
    private static final String FLOOR = "the floor: ordered consumer, JDK HttpClient, single POSTs";
    private static final String SINGLE = "delivery, single POSTs, 32 at once";
    private static final String BATCH = "delivery, 100 events per request, 16 at once";

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
    }

    private boolean asked(Scenario scenario) {
        return options.scenarios().contains(scenario);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(options.folder().resolve(name));
    }
}
