package dev.catchment.ingest;

import dev.catchment.contract.PlaneEnvironment;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest process; see {@link PlaneEnvironment} for what it is told. SIGTERM drains it. */
public final class IngestMain {
    private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);

    private IngestMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            IngestPlane plane = IngestPlane.start(IngestConfig.fromEnvironment(System.getenv()), Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "drain"));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        } catch (IOException | JetStreamApiException e) {
            LOG.error("ingest cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
