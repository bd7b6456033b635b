package dev.catchment.delivery.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name for one dial and lets only allowed addresses through: the client dials what stands here and resolves
 * nothing itself, so a name that answers differently a moment later gains nothing.
 */
record GuardedNames(EgressGuard guard, NameResolver names) implements DnsResolver {

    /** @throws EgressRefusedException if no address or not the port may be dialled */
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        guard.checkPort(port);
        return guard.allowed(host, names.resolve(host)).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return guard.allowed(host, names.resolve(host)).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
