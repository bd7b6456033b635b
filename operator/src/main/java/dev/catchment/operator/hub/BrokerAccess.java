package dev.catchment.operator.hub;

import dev.catchment.broker.BrokerSettings;
import dev.catchment.operator.Names;
import dev.catchment.operator.secret.SecretContent;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the operator reaches a hub's NATS.
 *
 * @param credentials a Secret with {@code creds}, or {@code username} and {@code password}; absent: those of the
 *     settings
 */
public record BrokerAccess(BrokerSettings settings, Optional<SecretContent> credentials) {

    /** Puts the Secret's credentials into the options of a connection. */
    void addTo(Options.Builder options) {
        credentials.ifPresent(secret -> {
            byte[] creds = secret.values().get(Names.NATS_CREDENTIALS);
            byte[] user = secret.values().get(Names.NATS_USER);
            byte[] password = secret.values().get(Names.NATS_PASSWORD);
            if (creds != null) {
                options.authHandler(Nats.staticCredentials(creds));
            } else if (user != null && password != null) {
                options.userInfo(characters(user), characters(password));
            }
        });
    }

    private static char[] characters(byte[] utf8) {
        CharBuffer buffer = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] characters = new char[buffer.remaining()];
        buffer.get(characters);
        return characters;
    }
}
