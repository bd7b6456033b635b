package dev.catchment.broker;

import dev.catchment.contract.PlaneEnvironment;
import io.nats.client.Options;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach NATS. Credentials are files, so that no secret stands in an environment or on a command line.
 *
 * @param servers {@code nats://host:port} or {@code tls://host:port}
 * @param credentialsFile a NATS .creds file
 * @param userFile with {@code passwordFile}: a user name and its password, each alone in a file
 */
public record BrokerSettings(
        List<String> servers, Optional<Path> credentialsFile, Optional<Path> userFile, Optional<Path> passwordFile) {
    public BrokerSettings {
        servers = List.copyOf(servers);
    }

    public static BrokerSettings of(String server) {
        return new BrokerSettings(List.of(server), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** As the operator sets it; see {@link PlaneEnvironment}. */
    public static BrokerSettings fromEnvironment(Map<String, String> environment) {
        String servers = environment.get(PlaneEnvironment.NATS_SERVERS);
        if (servers == null || servers.isBlank()) {
            throw new IllegalArgumentException(
                    PlaneEnvironment.NATS_SERVERS + " is not set: give it the NATS servers, such as nats://nats:4222");
        }
        return new BrokerSettings(
                Arrays.stream(servers.split(",")).map(String::strip).toList(),
                file(environment, PlaneEnvironment.NATS_CREDENTIALS_FILE),
                file(environment, PlaneEnvironment.NATS_USER_FILE),
                file(environment, PlaneEnvironment.NATS_PASSWORD_FILE));
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

    private static Optional<Path> file(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(v -> !v.isBlank())
                .map(Path::of);
    }
}
