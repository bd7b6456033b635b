package dev.catchment.broker;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Opens connections to NATS the one way that all parts of the hub use. */
public final class BrokerConnection {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(2);

    private BrokerConnection() {}

    /**
     * Connects, and reconnects for ever once it was connected, also after its credentials were refused: each attempt
     * reads them anew.
     *
     * @param name shown by the server; says which process this is, its first word which program
     * @throws CredentialsRefusedException if the credentials are refused
     * @throws IOException if no server answers; the message names the servers
     */
    public static Connection open(BrokerSettings settings, String name) throws IOException, InterruptedException {
        return open(settings, name, settings.keys());
    }

    /**
     * As {@link #open(BrokerSettings, String)}, for a caller whose credentials are in no file.
     *
     * @param keys read anew at each attempt
     */
    public static Connection open(BrokerSettings settings, String name, BrokerKeys keys)
            throws IOException, InterruptedException {
        return open(settings.servers(), name, -1, keys);
    }

    /**
     * Connects, and stays closed once the connection is lost. For publishers: a client that reconnects sends what was
     * left in its queue, also what its publisher has given up on.
     *
     * @throws IOException as {@link #open(BrokerSettings, String)}
     */
    public static Connection openOnce(BrokerSettings settings, String name) throws IOException, InterruptedException {
        return open(settings.servers(), name, 0, settings.keys());
    }

    /** Whether a connection that is away was refused for its credentials when it last tried to come back. */
    public static boolean refused(Connection connection) {
        return connection.getOptions().getErrorListener() instanceof BrokerLog log && log.refused();
    }

    private static Connection open(List<String> servers, String name, int maxReconnects, BrokerKeys keys)
            throws IOException, InterruptedException {
        BrokerLog log = new BrokerLog(name);
        BrokerPool pool = new BrokerPool(keys);
        Options.Builder options = new Options.Builder()
                .servers(servers.toArray(String[]::new))
                .serverPool(pool)
                .authHandler(pool)
                .tokenSupplier(pool::token)
                .connectionName(name)
                .inboxPrefix(inboxes(name))
                .maxReconnects(maxReconnects)
                .reconnectDelayHandler(round -> pause(log))
                .connectionTimeout(Duration.ofSeconds(5))
                .pingInterval(Duration.ofSeconds(5))
                .maxPingsOut(2)
                // What was answered with 503 must not arrive later as a ghost.
                .reconnectBufferSize(0)
                .requestCleanupInterval(Duration.ofSeconds(1))
                .useTimeoutException()
                .connectionListener(log)
                .errorListener(log);
        BrokerTls.context(servers, keys, pool::nameOf).ifPresent(options::sslContext);
        try {
            return Nats.connect(options.build());
        } catch (IOException e) {
            // Neither its message nor it as a cause: they show the URI that holds the password.
            String failure = "cannot connect to NATS at " + servers + ": ";
            throw e instanceof AuthenticationException
                    ? new CredentialsRefusedException(failure + "the credentials were refused")
                    : new IOException(failure + log.trouble());
        } catch (UncheckedIOException e) {
            throw new IOException("cannot connect to NATS at " + servers + ": " + e.getMessage(), e);
        }
    }

    /**
     * Where a program is answered. A server that lets each user listen to its own inboxes only keeps from each what the
     * others read; one that knows nothing of it lets everybody listen to all below {@code _INBOX}.
     */
    private static String inboxes(String name) {
        return "_INBOX." + name.split(" ", 2)[0].replaceAll("[^A-Za-z0-9_-]", "_") + ".";
    }

    /** Short, and not the same for all; longer where only another credential helps. */
    private static Duration pause(BrokerLog log) {
        return log.refused()
                ? REFUSED_PAUSE
                : SHORTEST_PAUSE.plusMillis(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis()));
    }
}
