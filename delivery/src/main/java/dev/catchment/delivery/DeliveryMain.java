package dev.catchment.delivery;

import dev.catchment.broker.Logging;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The delivery plane as a process of its own. */
public final class DeliveryMain {
    private DeliveryMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            Logging.start("dev/catchment/delivery/logback.xml", System.getenv());
            DeliveryPlane plane = DeliveryPlane.start(DeliveryConfig.fromEnvironment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException | IllegalArgumentException e) {
            LoggerFactory.getLogger(DeliveryMain.class).error("delivery plane does not start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
