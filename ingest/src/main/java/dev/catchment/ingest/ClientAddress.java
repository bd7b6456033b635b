package dev.catchment.ingest;

import dev.catchment.contract.AddressRange;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Tells from which address a request comes: the peer's or, behind proxies, the last address that a trusted proxy saw
 * and that is no trusted proxy itself. Whatever stands further left in X-Forwarded-For the client may have invented.
 */
final class ClientAddress {
    private final List<AddressRange> trusted;

    /**
     * @param trustedProxies networks in CIDR notation
     * @throws IllegalArgumentException if one is none
     */
    ClientAddress(List<String> trustedProxies) {
        trusted = trustedProxies.stream().map(AddressRange::parse).toList();
    }

    InetAddress of(ServerRequest request) {
        InetAddress peer = peer(request);
        // Asked first since it costs less than the ranges.
        return request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                ? of(peer, request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues())
                : peer;
    }

    /** @param forwardedFor the values of X-Forwarded-For, each with one address or several */
    InetAddress of(InetAddress peer, List<String> forwardedFor) {
        InetAddress nearest = peer;
        for (int line = forwardedFor.size() - 1; line >= 0; line--) {
            String hops = forwardedFor.get(line);
            int end = hops.length();
            while (end >= 0) {
                if (!trusts(nearest)) {
                    return nearest;
                }
                int start = end == 0 ? 0 : hops.lastIndexOf(',', end - 1) + 1;
                Optional<InetAddress> hop = AddressText.parse(hops.substring(start, end));
                if (hop.isEmpty()) {
                    return nearest;
                }
                nearest = hop.get();
                end = start - 1;
            }
        }
        return nearest;
    }

    /** Whether the request's X-Forwarded headers come from a trusted proxy. */
    boolean trustsPeer(ServerRequest request) {
        return trusts(peer(request));
    }

    /** Whether it is a trusted proxy's. */
    boolean trusts(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (AddressRange range : trusted) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static InetAddress peer(ServerRequest request) {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress();
    }
}
