package dev.catchment.broker;

import io.nats.client.Connection;
import java.util.Locale;
import java.util.Optional;

/**
 * What NATS does not allow this user. The server says so beside the protocol: whoever asked waits for an answer that
 * does not come, and finds it here afterwards.
 */
public final class Denial {
    private Denial() {}

    /** The server's words, such as {@code Permissions Violation for Publish to "…"}, once. */
    public static Optional<String> of(Connection connection) {
        String error = connection.getLastError();
        if (error == null || !error.toLowerCase(Locale.ROOT).contains("permissions violation")) {
            return Optional.empty();
        }
        connection.clearLastError();
        return Optional.of(error);
    }
}
