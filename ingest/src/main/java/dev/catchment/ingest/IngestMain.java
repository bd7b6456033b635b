package dev.catchment.ingest;

import dev.catchment.broker.Logging;
import dev.catchment.contract.PlaneEnvironment;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;

/** The ingest process; see {@link PlaneEnvironment} for what it is told. SIGTERM drains it. */
public final class IngestMain {
    private IngestMain() {}

    /** Exit codes: 1 NATS or the hub in it cannot be reached, 2 a variable is missing or wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Logging.start("dev/catchment/ingest/logback.xml", System.getenv());
            IngestPlane plane = IngestPlane.start(IngestConfig.fromEnvironment(System.getenv()), Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "drain"));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        } catch (IOException | JetStreamApiException e) {
            System.err.println("error: ingest cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
