package dev.catchment.cli;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hub's store a command looks at: the one that runs on a data folder, or one by its NATS address. */
final class HubOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".catchment",
            description = "data folder of the running hub (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of(".catchment");

    @Option(names = "--nats", paramLabel = "URL", description = "NATS instead of a data folder, with --workspace")
    private @Nullable String nats;

    @Option(names = "--creds", paramLabel = "FILE", description = "NATS credentials (.creds) for --nats")
    private @Nullable Path credentials;

    @Option(
            names = "--nats-credentials",
            paramLabel = "DIR",
            description =
                    "NATS credentials for --nats as a Secret holds them, a file for each key: username and password, token or creds; ca.crt, tls.crt and tls.key for TLS")
    private @Nullable Path natsCredentials;

    @Option(
            names = "--namespace",
            defaultValue = "default",
            description = "of the Workspace (default: ${DEFAULT-VALUE})")
    private String namespace = "default";

    @Option(names = "--workspace", paramLabel = "NAME", description = "the Workspace, with --nats")
    private @Nullable String workspace;

    /** What a command reads from; closing it closes the connection. */
    record OpenHub(Connection connection, Subjects names) implements AutoCloseable {
        @Override
        public void close() {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    OpenHub open() throws IOException, InterruptedException, CommandFailure {
        if (nats == null) {
            ConnectionFile found = ConnectionFile.read(data.toAbsolutePath().normalize());
            return open(found.broker(), found.hub(), "; is the hub on " + data + " still running?");
        }
        if (workspace == null) {
            throw new CommandFailure("--nats needs --workspace: the name of the Workspace whose store is meant");
        }
        return open(broker(nats), new HubId(namespace, workspace), "");
    }

    private BrokerSettings broker(String url) throws CommandFailure {
        if (natsCredentials == null) {
            return new BrokerSettings(
                    List.of(url), Optional.ofNullable(credentials), Optional.empty(), Optional.empty());
        }
        if (credentials != null) {
            throw new CommandFailure("--creds and --nats-credentials are two ways to say the same: give one of them");
        }
        BrokerSettings broker = BrokerSettings.inFolder(List.of(url), natsCredentials);
        if (broker.files().values().stream().noneMatch(Files::isReadable)) {
            throw new CommandFailure(natsCredentials + " holds no NATS credentials that can be read: it must have the"
                    + " files username and password, or token, or creds");
        }
        return broker;
    }

    private static OpenHub open(BrokerSettings broker, HubId hub, String hint)
            throws InterruptedException, CommandFailure {
        try {
            return new OpenHub(BrokerConnection.open(broker, "catchment-cli"), new Subjects(hub));
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + hint, e);
        }
    }
}
