package dev.catchment.delivery;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The delivery plane as a process of its own. */
public final class DeliveryMain {
    private static final String LOGBACK = "logback.configurationFile";

    private DeliveryMain() {}

    public static void main(String[] args) throws InterruptedException {
        // Before the first logger is made; not a logback.xml, which would count for all programs that hold this code.
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "dev/catchment/delivery/logback.xml");
        }
        try {
            DeliveryPlane plane = DeliveryPlane.start(DeliveryConfig.fromEnvironment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException | IllegalArgumentException e) {
            LoggerFactory.getLogger(DeliveryMain.class).error("delivery plane does not start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
