package dev.catchment.operator.hub;

import dev.catchment.broker.BrokerKeys;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.operator.secret.SecretContent;
import java.util.Optional;

/**
 * How the operator reaches a hub's NATS.
 *
 * @param credentials a Secret with credentials; absent: those of the settings
 */
public record BrokerAccess(BrokerSettings settings, Optional<SecretContent> credentials) {

    /** What a connection introduces itself with. */
    BrokerKeys keys() {
        return credentials.map(secret -> BrokerKeys.inSecret(secret.values())).orElseGet(settings::keys);
    }
}
