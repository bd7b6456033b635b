package dev.catchment.ingest;

import dev.catchment.broker.Logging;
import dev.catchment.broker.WaitingRoom;
import dev.catchment.contract.PlaneEnvironment;
import java.io.IOException;
import java.time.Clock;

/**
 * The ingest process; see {@link PlaneEnvironment} for what it is told. It waits until its hub is there. SIGTERM drains
 * it.
 */
public final class IngestMain {
    private IngestMain() {}

    /** Exit codes: 0 drained, 1 it cannot listen, 2 a variable is missing or wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Logging.start("dev/catchment/ingest/logback.xml", System.getenv());
            IngestConfig config = IngestConfig.fromEnvironment(System.getenv());
            IngestPlane plane = WaitingRoom.await(
                    config.host(),
                    config.adminPort(),
                    beforeListening -> IngestPlane.start(config, Clock.systemUTC(), beforeListening));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(plane, config), "drain"));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("error: ingest cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    /** A signal's own exit code would make a pod that ended in good order look like one that failed. */
    private static void drain(IngestPlane plane, IngestConfig config) {
        plane.drain(config.serveOn());
        Runtime.getRuntime().halt(0);
    }
}
