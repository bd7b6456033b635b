package dev.catchment.broker;

import io.nats.client.support.NatsUri;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server as it is dialled once. jnats 2.26.2 closes a connection for good when a server refuses it twice with the
 * same words, and remembers by their URIs which servers did: a rotated credential that comes a moment too late would
 * end every connection. Each attempt is another one to its memory, and equal to others in every list.
 */
final class Attempt extends NatsUri {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final NatsUri server;
    private final String login;
    private final int number = COUNT.incrementAndGet();

    /** @param login {@code user:password}, encoded as in a URI; empty: none */
    Attempt(NatsUri server, String login) throws URISyntaxException {
        super(login.isEmpty() ? server.toString() : server.toString().replaceFirst("://", "://" + login + "@"));
        this.server = server;
        this.login = login;
    }

    /** Without the login. */
    NatsUri server() {
        return server;
    }

    /** For each of the addresses of its host. */
    @Override
    public NatsUri reHost(String address) throws URISyntaxException {
        return new Attempt(server.reHost(address), login);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return number;
    }
}
