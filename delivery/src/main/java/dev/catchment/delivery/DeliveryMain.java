package dev.catchment.delivery;

import dev.catchment.broker.Logging;
import dev.catchment.broker.WaitingRoom;
import dev.catchment.contract.PlaneEnvironment;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The delivery plane as a process of its own; see {@link PlaneEnvironment} for what it is told. It waits until its hub is
 * there. SIGTERM has it hand over.
 */
public final class DeliveryMain {
    private DeliveryMain() {}

    /** Exit codes: 0 it has handed over, 1 it cannot start. */
    public static void main(String[] args) throws InterruptedException {
        try {
            Logging.start("dev/catchment/delivery/logback.xml", System.getenv());
            DeliveryConfig config = DeliveryConfig.fromEnvironment(System.getenv());
            DeliveryPlane plane = WaitingRoom.await(
                    config.host(), config.adminPort(), beforeListening -> DeliveryPlane.start(config, beforeListening));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> handOver(plane), "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException | IllegalArgumentException e) {
            LoggerFactory.getLogger(DeliveryMain.class).error("delivery plane does not start: {}", e.getMessage());
            System.exit(1);
        }
    }

    /** A signal's own exit code would make a pod that ended in good order look like one that failed. */
    private static void handOver(DeliveryPlane plane) {
        plane.close();
        Runtime.getRuntime().halt(0);
    }
}
