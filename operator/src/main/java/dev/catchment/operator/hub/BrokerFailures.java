package dev.catchment.operator.hub;

import dev.catchment.broker.Denial;
import dev.catchment.operator.status.Reason;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of NATS means. */
final class BrokerFailures {
    /** For the account; in the server, which also switches it off when its disk is full. */
    private static final Set<Integer> NOT_ENABLED = Set.of(10039, 10076);

    private BrokerFailures() {}

    static final String NO_JETSTREAM =
            "NATS has no JetStream now: switch it on in the servers and for this account. A server whose disk is full"
                    + " switches it off by itself, which its log says.";

    static BrokerUnavailableException of(Exception failure, @Nullable Connection connection) {
        if (failure instanceof BrokerUnavailableException known) {
            return known;
        }
        if (failure instanceof JetStreamApiException api && NOT_ENABLED.contains(api.getApiErrorCode())) {
            return new BrokerUnavailableException(Reason.JETSTREAM_DISABLED, NO_JETSTREAM, failure);
        }
        Optional<String> denial = Optional.ofNullable(connection).flatMap(Denial::of);
        if (denial.isPresent()) {
            return new BrokerUnavailableException(
                    Reason.BROKER_PERMISSION_DENIED,
                    "NATS does not let the operator do what the workspace needs (" + denial.get()
                            + "): give its NATS user that permission.",
                    failure);
        }
        return new BrokerUnavailableException(
                Reason.BROKER_UNAVAILABLE,
                "NATS did not do what the workspace needs, it is tried again: " + failure.getMessage(),
                failure);
    }
}
