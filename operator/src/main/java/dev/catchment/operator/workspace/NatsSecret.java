package dev.catchment.operator.workspace;

import dev.catchment.contract.NatsKey;
import java.util.Optional;
import java.util.Set;

/** What is to be said about a Secret with NATS credentials. Pure. */
final class NatsSecret {
    private NatsSecret() {}

    /** What is missing, as the end of a sentence that begins with the Secret's name; empty: it can be used. */
    static Optional<String> problem(Set<String> keys) {
        if (alone(keys, NatsKey.USER, NatsKey.PASSWORD)) {
            return Optional.of(halved(NatsKey.USER, NatsKey.PASSWORD));
        }
        if (alone(keys, NatsKey.CERTIFICATE, NatsKey.PRIVATE_KEY)) {
            return Optional.of(halved(NatsKey.CERTIFICATE, NatsKey.PRIVATE_KEY));
        }
        for (NatsKey key : NatsKey.values()) {
            if (keys.contains(key.key())) {
                return Optional.empty();
            }
        }
        return Optional.of(
                "holds no NATS credentials: it must have the key \"" + NatsKey.CREDENTIALS.key() + "\", or \""
                        + NatsKey.USER.key() + "\" and \"" + NatsKey.PASSWORD.key() + "\", or \"" + NatsKey.TOKEN.key()
                        + "\"; for TLS \"" + NatsKey.CA.key() + "\", or \"" + NatsKey.CERTIFICATE.key() + "\" and \""
                        + NatsKey.PRIVATE_KEY.key() + "\".");
    }

    private static boolean alone(Set<String> keys, NatsKey one, NatsKey other) {
        return keys.contains(one.key()) != keys.contains(other.key());
    }

    private static String halved(NatsKey one, NatsKey other) {
        return "must have the keys \"" + one.key() + "\" and \"" + other.key() + "\" both, and has one of them.";
    }
}
