package dev.catchment.broker;

import dev.catchment.contract.NatsKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS to NATS: reads certificates and key anew for each connection, and checks that the server's certificate is made
 * out to its name, which jnats 2.26.2 does not.
 */
final class BrokerTls extends SSLContextSpi {
    private static final List<String> SCHEMES = List.of("tls://", "wss://");
    private static final List<NatsKey> KEYS = List.of(NatsKey.CA, NatsKey.CERTIFICATE, NatsKey.PRIVATE_KEY);

    private final BrokerKeys keys;
    private final UnaryOperator<String> names;

    private BrokerTls(BrokerKeys keys, UnaryOperator<String> names) {
        this.keys = keys;
        this.names = names;
    }

    /**
     * The context of a connection; empty: neither the servers' URLs nor the keys that are there ask for TLS.
     *
     * @param names from the address that is dialled to the name that the certificate must have
     */
    static Optional<SSLContext> context(List<String> servers, BrokerKeys keys, UnaryOperator<String> names)
            throws IOException {
        boolean asked = servers.stream().anyMatch(server -> SCHEMES.stream().anyMatch(server::startsWith));
        for (NatsKey key : KEYS) {
            asked |= keys.read(key).isPresent();
        }
        return asked ? Optional.of(new Context(new BrokerTls(keys, names))) : Optional.empty();
    }

    /** The constructor that takes an implementation is for subclasses. */
    private static final class Context extends SSLContext {
        Context(BrokerTls tls) {
            super(tls, platform().getProvider(), "TLS");
        }
    }

    private static SSLContext platform() {
        try {
            return SSLContext.getInstance("TLS");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private SSLContext current() {
        try {
            SSLContext context = platform();
            Optional<byte[]> ca = keys.read(NatsKey.CA);
            Optional<byte[]> certificate = keys.read(NatsKey.CERTIFICATE);
            Optional<byte[]> key = keys.read(NatsKey.PRIVATE_KEY);
            KeyManager @Nullable [] own =
                    certificate.isPresent() && key.isPresent() ? Pem.identity(certificate.get(), key.get()) : null;
            TrustManager @Nullable [] trusted = ca.isPresent() ? Pem.trust(ca.get()) : null;
            context.init(own, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException("TLS to NATS: " + e.getMessage(), e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new NamedSockets(current().getSocketFactory(), names);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return current().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return current().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return current().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current().getClientSessionContext();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] own, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it reads its keys itself");
    }
}
