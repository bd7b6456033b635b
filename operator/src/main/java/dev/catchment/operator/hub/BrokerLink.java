package dev.catchment.operator.hub;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.CredentialsRefusedException;
import dev.catchment.operator.status.Reason;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final BrokerAccess access;
    private final String name;
    private final Runnable connected;
    private final Thread opener;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final AtomicLong times = new AtomicLong();
    private volatile @Nullable Connection connection;
    private volatile Optional<Exception> failure = Optional.empty();

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
            throw unreachable("no answer within " + FIRST_WAIT.toSeconds() + " s");
        }
        Connection current = connection;
        if (current == null) {
            throw unavailable();
        }
        if (current.getStatus() != Connection.Status.CONNECTED) {
            throw BrokerConnection.refused(current)
                    ? unauthorized("the connection was lost")
                    : unreachable("the connection was lost");
        }
        if (!current.getServerInfo().isJetStreamAvailable()) {
            throw new BrokerUnavailableException(Reason.JETSTREAM_DISABLED, BrokerFailures.NO_JETSTREAM);
        }
        return current;
    }

    private BrokerUnavailableException unavailable() {
        Exception why = failure.orElse(null);
        if (why == null) {
            return unreachable("the connection was closed");
        }
        return why instanceof CredentialsRefusedException
                        || (why instanceof RuntimeException
                                && access.credentials().isPresent())
                ? unauthorized(String.valueOf(why.getMessage()))
                : unreachable(String.valueOf(why.getMessage()));
    }

    private BrokerUnavailableException unauthorized(String why) {
        return new BrokerUnavailableException(
                Reason.BROKER_UNAUTHORIZED,
                "NATS at " + servers() + " refuses the credentials (" + why
                        + "): correct the Secret that holds them; that takes effect at once.");
    }

    private BrokerUnavailableException unreachable(String why) {
        return new BrokerUnavailableException(
                Reason.BROKER_UNAVAILABLE,
                "NATS at " + servers() + " cannot be reached (" + why
                        + "): check that it runs and that the operator may connect.");
    }

    private String servers() {
        return String.join(", ", access.settings().servers());
    }

    /** One that was closed by the server's refusal of its credentials is opened anew, as one that never was. */
    private void open() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                try {
                    CountDownLatch closed = new CountDownLatch(1);
                    Connection made = BrokerConnection.open(access.settings(), name, access.keys());
                    made.addConnectionListener(new ConnectionListener() {
                        @Override
                        @SuppressWarnings("deprecation") // its successor's default calls this one, which is abstract
                        public void connectionEvent(Connection which, Events type) {
                            if (type == Events.RECONNECTED) {
                                announce();
                            } else if (type == Events.CLOSED) {
                                closed.countDown();
                            }
                        }
                    });
                    if (made.getStatus() == Connection.Status.CLOSED) {
                        closed.countDown();
                    }
                    connection = made;
                    failure = Optional.empty();
                    pause = FIRST_PAUSE;
                    tried.countDown();
                    announce();
                    closed.await();
                    connection = null;
                } catch (IOException | RuntimeException e) {
                    failure = Optional.of(e);
                    tried.countDown();
                    LOG.atDebug().addKeyValue("connection", name).log("NATS: {}", e.toString());
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            LOG.debug("NATS link closed");
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
