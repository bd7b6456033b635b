package dev.catchment.operator.workspace;

import dev.catchment.contract.PlaneEnvironment;
import dev.catchment.operator.Names;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * NATS credentials as files in a pod.
 *
 * @param secret the Secret they are mounted from
 * @param keyOf environment variable that names a file, to the key in the Secret
 */
record NatsFiles(String secret, SortedMap<String, String> keyOf) {

    /** Which of the forms of credentials these keys are; empty if none. */
    static Optional<NatsFiles> of(String secret, Set<String> keys) {
        if (keys.contains(Names.NATS_CREDENTIALS)) {
            return Optional.of(new NatsFiles(
                    secret, new TreeMap<>(Map.of(PlaneEnvironment.NATS_CREDENTIALS_FILE, Names.NATS_CREDENTIALS))));
        }
        if (keys.contains(Names.NATS_USER) && keys.contains(Names.NATS_PASSWORD)) {
            return Optional.of(new NatsFiles(
                    secret,
                    new TreeMap<>(Map.of(
                            PlaneEnvironment.NATS_USER_FILE, Names.NATS_USER,
                            PlaneEnvironment.NATS_PASSWORD_FILE, Names.NATS_PASSWORD))));
        }
        return Optional.empty();
    }
}
