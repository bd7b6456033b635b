package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.PrivateFile;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.HubId;
import dev.catchment.contract.NatsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code connection.json} in the data folder: where the running hub stores, so that the other commands find it. It
 * names files with credentials and holds none.
 *
 * @param servers of NATS
 */
record ConnectionFile(
        String namespace,
        String workspace,
        List<String> servers,
        @Nullable String credentialsFile,
        @Nullable String userFile,
        @Nullable String passwordFile) {
    static final String NAME = "connection.json";

    static ConnectionFile of(HubId hub, BrokerSettings broker) {
        return new ConnectionFile(
                hub.namespace(),
                hub.workspace(),
                broker.servers(),
                text(broker.file(NatsKey.CREDENTIALS)),
                text(broker.file(NatsKey.USER)),
                text(broker.file(NatsKey.PASSWORD)));
    }

    HubId hub() {
        return new HubId(namespace, workspace);
    }

    BrokerSettings broker() {
        return new BrokerSettings(servers, path(credentialsFile), path(userFile), path(passwordFile));
    }

    void write(Path folder) throws IOException {
        PrivateFile.write(folder.resolve(NAME), ContractJson.DOCUMENTS.writeValueAsBytes(this));
    }

    static ConnectionFile read(Path folder) throws IOException, CommandFailure {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw new CommandFailure("no hub runs on " + folder + " (there is no " + NAME
                    + "): start it with `catchment run DIR --data " + folder
                    + "`, name its folder with --data, or give --nats and --workspace");
        }
        try {
            return ContractJson.DOCUMENTS.readValue(file.toFile(), ConnectionFile.class);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<Path> path(@Nullable String file) {
        return Optional.ofNullable(file).map(Path::of);
    }

    private static @Nullable String text(Optional<Path> file) {
        return file.map(path -> path.toAbsolutePath().toString()).orElse(null);
    }
}
