package dev.catchment.operator.hub;

import dev.catchment.broker.BrokerConnection;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a hub's NATS that comes and goes. It is made in the background, so that nobody waits for a server
 * that is away, and says when it is there (again).
 */
final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final BrokerAccess access;
    private final String name;
    private final Runnable connected;
    private final Thread opener;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final AtomicLong times = new AtomicLong();
    private volatile @Nullable Connection connection;
    private volatile String failure = "not tried yet";

    /** @param connected called from a thread of the connection, each time it is there */
    BrokerLink(BrokerAccess access, String name, Runnable connected) {
        this.access = access;
        this.name = name;
        this.connected = connected;
        this.opener = Thread.ofVirtual().name("nats-" + name).start(this::open);
    }

    BrokerAccess access() {
        return access;
    }

    /** How often the connection was made: another number may mean another server, with other content. */
    long times() {
        return times.get();
    }

    boolean connected() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED;
    }

    /** @throws BrokerUnavailableException if there is no connection now; the message names the servers */
    Connection require() throws BrokerUnavailableException, InterruptedException {
        if (!tried.await(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw unavailable("no answer within " + FIRST_WAIT.toSeconds() + " s");
        }
        Connection current = connection;
        if (current == null) {
            throw unavailable(failure);
        }
        if (current.getStatus() != Connection.Status.CONNECTED) {
            throw unavailable("the connection was lost");
        }
        return current;
    }

    private BrokerUnavailableException unavailable(String why) {
        return new BrokerUnavailableException(
                "NATS at " + String.join(", ", access.settings().servers()) + " cannot be reached (" + why
                        + "): check that it runs and that the operator may connect.");
    }

    private void open() {
        Duration pause = Duration.ofMillis(250);
        try {
            while (connection == null) {
                try {
                    Connection made = BrokerConnection.open(access.settings(), name, access::addTo);
                    made.addConnectionListener(new ConnectionListener() {
                        @Override
                        @SuppressWarnings("deprecation") // its successor's default calls this one, which is abstract
                        public void connectionEvent(Connection which, Events type) {
                            if (type == Events.RECONNECTED) {
                                announce();
                            }
                        }
                    });
                    connection = made;
                    tried.countDown();
                    announce();
                } catch (IOException | RuntimeException e) {
                    failure = String.valueOf(e.getMessage());
                    tried.countDown();
                    LOG.atDebug().addKeyValue("connection", name).log("NATS: {}", failure);
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("NATS link closed before it was open");
        }
    }

    private void announce() {
        times.incrementAndGet();
        connected.run();
    }

    @Override
    public void close() {
        opener.interrupt();
        try {
            opener.join();
            Connection current = connection;
            if (current != null) {
                current.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
