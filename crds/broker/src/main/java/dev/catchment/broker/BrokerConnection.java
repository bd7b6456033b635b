package dev.catchment.broker;

import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Opens connections to NATS the one way that all parts of the hub use. */
public final class BrokerConnection {
    private BrokerConnection() {}

    /**
     * Connects, and reconnects for ever once it was connected.
     *
     * @param name shown by the server; says which process this is
     * @throws IOException if no server answers or the credentials are refused; the message names the servers
     */
    public static Connection open(BrokerSettings settings, String name) throws IOException, InterruptedException {
        return open(settings, name, options -> {});
    }

    /**
     * As {@link #open(BrokerSettings, String)}, for a caller that has more to say.
     *
     * @param more sets further options, such as credentials that are in no file
     */
    public static Connection open(BrokerSettings settings, String name, Consumer<Options.Builder> more)
            throws IOException, InterruptedException {
        return open(settings, name, -1, more);
    }

    /**
     * Connects, and stays closed once the connection is lost. For publishers: a client that reconnects sends what was
     * left in its queue, also what its publisher has given up on.
     *
     * @throws IOException as {@link #open(BrokerSettings, String)}
     */
    public static Connection openOnce(BrokerSettings settings, String name) throws IOException, InterruptedException {
        return open(settings, name, 0, options -> {});
    }

    private static Connection open(
            BrokerSettings settings, String name, int maxReconnects, Consumer<Options.Builder> more)
            throws IOException, InterruptedException {
        Options.Builder options = new Options.Builder()
                .servers(settings.servers().toArray(String[]::new))
                .connectionName(name)
                .maxReconnects(maxReconnects)
                .reconnectWait(Duration.ofMillis(250))
                .reconnectJitter(Duration.ofMillis(250))
                .connectionTimeout(Duration.ofSeconds(5))
                .pingInterval(Duration.ofSeconds(5))
                .maxPingsOut(2)
                // What was answered with 503 must not arrive later as a ghost.
                .reconnectBufferSize(0)
                .requestCleanupInterval(Duration.ofSeconds(1))
                .useTimeoutException()
                .connectionListener(new BrokerLog(name))
                .errorListener(new BrokerLog(name));
        if (settings.credentialsFile().isPresent()) {
            AuthHandler credentials =
                    Nats.credentials(settings.credentialsFile().get().toString());
            options.authHandler(credentials);
        } else if (settings.userFile().isPresent() && settings.passwordFile().isPresent()) {
            options.userInfo(
                    characters(settings.userFile().get()),
                    characters(settings.passwordFile().get()));
        }
        more.accept(options);
        try {
            return Nats.connect(options.build());
        } catch (IOException e) {
            throw new IOException("cannot connect to NATS at " + settings.servers() + ": " + e.getMessage(), e);
        }
    }

    private static char[] characters(Path file) throws IOException {
        return Files.readString(file).strip().toCharArray();
    }
}
