package dev.catchment.cli;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.NatsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nats-server that belongs to a run: started with it, started again when it dies, ended with it. */
final class LocalBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final NatsProcess server;
    private final Thread watch;
    private volatile boolean closing;

    private LocalBroker(NatsProcess server) {
        this.server = server;
        this.watch = Thread.ofVirtual().name("nats-server watch").start(this::watch);
    }

    /** @param binary the nats-server to run, as {@code bin/catchment} found it; null: none was found */
    static LocalBroker start(@Nullable String binary, Path folder)
            throws IOException, InterruptedException, CommandFailure {
        if (binary == null || !Files.isExecutable(Path.of(binary))) {
            throw new CommandFailure((binary == null ? "no nats-server found" : "no nats-server at " + binary)
                    + ": run `make tools`, which installs one, set CATCHMENT_NATS_SERVER to a nats-server >= 2.14,"
                    + " or give --nats URL");
        }
        return new LocalBroker(NatsProcess.startSecured(Path.of(binary), folder));
    }

    BrokerSettings settings() {
        return server.settings();
    }

    private void watch() {
        try {
            while (true) {
                server.awaitEnd();
                if (closing) {
                    return;
                }
                restart();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watched");
        }
    }

    private void restart() throws InterruptedException {
        LOG.warn("nats-server ended unexpectedly: it is started again; what was acknowledged is on disk");
        try {
            server.restart();
        } catch (IOException e) {
            LOG.error("nats-server does not start, the next try follows: {}", e.getMessage());
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        closing = true;
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
