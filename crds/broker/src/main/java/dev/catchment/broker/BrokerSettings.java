package dev.catchment.broker;

import dev.catchment.contract.NatsKey;
import dev.catchment.contract.PlaneEnvironment;
import io.nats.client.Options;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach NATS. Credentials are files, so that no secret stands in an environment or on a command line.
 *
 * @param servers {@code nats://host:port} or {@code tls://host:port}
 * @param files with credentials; they need not exist
 */
public record BrokerSettings(List<String> servers, Map<NatsKey, Path> files) {
    public BrokerSettings {
        servers = List.copyOf(servers);
        files = Map.copyOf(files);
    }

    /**
     * @param credentialsFile a NATS .creds file
     * @param userFile with {@code passwordFile}: a user name and its password, each alone in a file
     */
    public BrokerSettings(
            List<String> servers,
            Optional<Path> credentialsFile,
            Optional<Path> userFile,
            Optional<Path> passwordFile) {
        this(servers, files(credentialsFile, userFile, passwordFile));
    }

    private static Map<NatsKey, Path> files(Optional<Path> credentials, Optional<Path> user, Optional<Path> password) {
        Map<NatsKey, Path> files = new EnumMap<>(NatsKey.class);
        credentials.ifPresent(file -> files.put(NatsKey.CREDENTIALS, file));
        user.ifPresent(file -> files.put(NatsKey.USER, file));
        password.ifPresent(file -> files.put(NatsKey.PASSWORD, file));
        return files;
    }

    public static BrokerSettings of(String server) {
        return new BrokerSettings(List.of(server), Map.of());
    }

    /** As the operator sets it; see {@link PlaneEnvironment}. */
    public static BrokerSettings fromEnvironment(Map<String, String> environment) {
        String servers = environment.get(PlaneEnvironment.NATS_SERVERS);
        if (servers == null || servers.isBlank()) {
            throw new IllegalArgumentException(
                    PlaneEnvironment.NATS_SERVERS + " is not set: give it the NATS servers, such as nats://nats:4222");
        }
        String folder = environment.get(PlaneEnvironment.NATS_CREDENTIALS_DIR);
        return new BrokerSettings(
                Arrays.stream(servers.split(",")).map(String::strip).toList(),
                folder == null || folder.isBlank() ? Map.of() : inFolder(Path.of(folder)));
    }

    /** With credentials as a Secret holds them: a file for each of its keys, whichever there are. */
    public static BrokerSettings inFolder(List<String> servers, Path folder) {
        return new BrokerSettings(servers, inFolder(folder));
    }

    private static Map<NatsKey, Path> inFolder(Path folder) {
        Map<NatsKey, Path> files = new EnumMap<>(NatsKey.class);
        for (NatsKey key : NatsKey.values()) {
            files.put(key, folder.resolve(key.key()));
        }
        return files;
    }

    public BrokerKeys keys() {
        return BrokerKeys.inFiles(files);
    }

    public Optional<Path> file(NatsKey key) {
        return Optional.ofNullable(files.get(key));
    }

    /** What is wrong with the servers' URLs; a sentence that names the first one. */
    public Optional<String> problem() {
        for (String server : servers) {
            try {
                new Options.Builder().server(server).build();
            } catch (IllegalArgumentException e) {
                return Optional.of("\"" + server
                        + "\" is not the URL of a NATS server: write it as nats://nats:4222, or" + " tls://nats:4222.");
            }
        }
        return Optional.empty();
    }
}
