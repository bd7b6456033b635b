package dev.catchment.broker;

import dev.catchment.contract.NatsKey;
import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.NatsServerPool;
import io.nats.client.support.NatsUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a connection, and how it introduces itself to them: with the credentials that hold at each attempt. A
 * user and password travel in the URI, the one place where jnats takes them from more than once; so no URI of it is
 * ever shown.
 */
final class BrokerPool extends NatsServerPool implements AuthHandler {
    private final BrokerKeys keys;
    /** The names that addresses were found under, for TLS. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private final Set<String> hosts = new LinkedHashSet<>();

    BrokerPool(BrokerKeys keys) {
        this.keys = keys;
    }

    @Override
    public void initialize(Options options) {
        super.initialize(options);
        options.getNatsServerUris().forEach(server -> hosts.add(server.getHost()));
    }

    @Override
    public @Nullable NatsUri nextServer() {
        return attempt(super.nextServer());
    }

    @Override
    public @Nullable NatsUri peekNextServer() {
        return attempt(super.peekNextServer());
    }

    @Override
    public void connectSucceeded(NatsUri attempt) {
        super.connectSucceeded(server(attempt));
    }

    @Override
    public void connectFailed(NatsUri attempt) {
        super.connectFailed(server(attempt));
    }

    @Override
    public @Nullable List<String> resolveHostToIps(String host, boolean maxOneResult, boolean includeIpv6) {
        List<String> addresses = super.resolveHostToIps(host, maxOneResult, includeIpv6);
        if (addresses != null) {
            addresses.forEach(address -> names.put(address, host));
        }
        return addresses;
    }

    /** The name that a server's certificate must have; one whose address another server told has the first's. */
    String nameOf(String dialled) {
        return names.getOrDefault(
                dialled,
                hosts.contains(dialled) ? dialled : hosts.stream().findFirst().orElse(dialled));
    }

    private static NatsUri server(NatsUri attempt) {
        return attempt instanceof Attempt a ? a.server() : attempt;
    }

    private @Nullable NatsUri attempt(@Nullable NatsUri server) {
        try {
            return server == null ? null : new Attempt(server, login());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a URL with a login is no URL", e);
        }
    }

    private String login() {
        Optional<String> user = text(NatsKey.USER);
        Optional<String> password = text(NatsKey.PASSWORD);
        return read(NatsKey.CREDENTIALS).isPresent() || user.isEmpty() || password.isEmpty()
                ? ""
                : encoded(user.get()) + ":" + encoded(password.get());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Null if another kind of login is there, or none. */
    char @Nullable [] token() {
        boolean other =
                read(NatsKey.CREDENTIALS).isPresent() || read(NatsKey.USER).isPresent();
        return other ? null : text(NatsKey.TOKEN).map(String::toCharArray).orElse(null);
    }

    @Override
    public byte[] sign(byte[] nonce) {
        return credentials(handler -> handler.sign(nonce)).orElseGet(() -> new byte[0]);
    }

    @Override
    public char[] getID() {
        return credentials(AuthHandler::getID).orElseGet(() -> new char[0]);
    }

    @Override
    public char[] getJWT() {
        return credentials(AuthHandler::getJWT).orElseGet(() -> new char[0]);
    }

    private <T> Optional<T> credentials(Function<AuthHandler, T> use) {
        return read(NatsKey.CREDENTIALS).map(Nats::staticCredentials).map(use);
    }

    private Optional<String> text(NatsKey key) {
        return read(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    private Optional<byte[]> read(NatsKey key) {
        try {
            return keys.read(key);
        } catch (IOException e) {
            throw new UncheckedIOException("the NATS credentials cannot be read: " + e.getMessage(), e);
        }
    }
}
