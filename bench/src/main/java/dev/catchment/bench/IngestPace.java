package dev.catchment.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one ingest process stores into a broker, single events. */
record IngestPace(Path folder, DeliveryOptions options) {
    Measurement on(Broker broker) throws Exception {
        try (Hub hub = Hub.forIngest(broker);
                Candidate ingest = Servers.ingest(hub, "ingest", Loopback.freePort(), List.of(), folder)) {
            List<Measurement> rounds = new ArrayList<>();
            for (int round = 0; round <= options.rounds(); round++) {
                hub.emptyLog();
                Measurement measured = ingest.measure(Load.SINGLE, options.seconds());
                System.err.printf("ingest, %d copies %s%n", broker.replicas(), measured);
                if (round > 0) {
                    rounds.add(measured);
                }
            }
            return Measurement.median(rounds);
        }
    }
}
