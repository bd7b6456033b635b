package dev.catchment.operator.workspace;

import dev.catchment.contract.NatsKey;
import dev.catchment.operator.secret.SecretContent;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be said about a Secret with NATS credentials. Pure. */
final class NatsSecret {
    private NatsSecret() {}

    /** @param secret null: there is none */
    static boolean isUnusable(@Nullable SecretContent secret) {
        return secret == null || problem(secret).isPresent();
    }

    /** As {@link #problem(Set)}; empty also if there is no Secret. */
    static Optional<String> problem(@Nullable SecretContent secret) {
        return Optional.ofNullable(secret)
                .flatMap(content -> problem(content.values().keySet()));
    }

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
