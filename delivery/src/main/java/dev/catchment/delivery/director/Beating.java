package dev.catchment.delivery.director;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a lease alive while its director still loads what it needs, which may take longer than a lease lasts. */
final class Beating {
    private static final Logger LOG = LoggerFactory.getLogger(Beating.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Thread thread;
    private volatile boolean ended;

    Beating(Lease lease) {
        thread = Thread.ofVirtual().name("lease-beat").start(() -> beat(lease));
    }

    private void beat(Lease lease) {
        try {
            while (!ended) {
                Thread.sleep(EVERY);
                try {
                    lease.write(lease.entry());
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.debug("heartbeat failed: {}", e.toString());
                }
            }
        } catch (LostLeaseException | InterruptedException e) {
            LOG.debug("beating ends: {}", e.toString());
        }
    }

    void end() throws InterruptedException {
        ended = true;
        thread.interrupt();
        thread.join();
    }
}
