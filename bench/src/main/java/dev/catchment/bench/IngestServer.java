package dev.catchment.bench;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import dev.catchment.ingest.IngestConfig;
import dev.catchment.ingest.IngestPlane;
import java.time.Clock;

/** The real ingest, on the loopback interface. Arguments: the port, the admin port and the NATS URL. */
public final class IngestServer {
    static final HubId HUB = new HubId("bench", "bench");

    private IngestServer() {}

    public static void main(String[] arguments) throws Exception {
        IngestPlane plane = IngestPlane.start(
                new IngestConfig(
                        HUB,
                        "ingest-0",
                        "127.0.0.1",
                        Integer.parseInt(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        IngestConfig.DEFAULT_WAITING_BYTES,
                        BrokerSettings.of(arguments[2])),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(plane::close));
    }
}
