package dev.catchment.bench;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.ingest.IngestConfig;
import dev.catchment.ingest.IngestPlane;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The real ingest, on the loopback interface. Arguments: the port, the admin port and the NATS URLs. */
public final class IngestServer {
    private IngestServer() {}

    public static void main(String[] arguments) throws Exception {
        IngestPlane plane = IngestPlane.start(
                new IngestConfig(
                        Hub.ID,
                        "ingest-" + arguments[0],
                        "127.0.0.1",
                        Integer.parseInt(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        IngestConfig.DEFAULT_WAITING_BYTES,
                        new BrokerSettings(
                                List.of(arguments[2].split(",")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(plane::close));
    }
}
