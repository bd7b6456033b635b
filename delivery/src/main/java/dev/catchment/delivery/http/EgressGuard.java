package dev.catchment.delivery.http;

import dev.catchment.contract.AddressRange;
import dev.catchment.contract.MetadataAddresses;
import dev.catchment.contract.PublicAddresses;
import dev.catchment.contract.plan.DeliverySettings.Egress;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which addresses and ports requests may go to: public unicast addresses and ports 80, 443 and from 1024, and what the
 * Workspace allows beside them. Asked about the address that is dialled, after the name was resolved, so that a name
 * that resolves to an inner address gains nothing. An address that carries another must be allowed with both of them;
 * {@link MetadataAddresses} open only to a range that names them.
 */
public final class EgressGuard {
    private final List<AddressRange> allowed;
    private final List<AddressRange> namedMetadata;
    private final Set<Integer> allowedPorts;

    public EgressGuard(Egress egress) {
        allowed = egress.allowCidrs().stream().map(AddressRange::parse).toList();
        namedMetadata = allowed.stream().filter(MetadataAddresses::areNamedBy).toList();
        allowedPorts = Set.copyOf(egress.allowPorts());
    }

    /** @throws EgressRefusedException if a request may not go there */
    public void checkPort(int port) {
        if (port != 80 && port != 443 && port < 1024 && !allowedPorts.contains(port)) {
            throw new EgressRefusedException(
                    "port " + port + " is not allowed: use 80, 443 or one from 1024, or add it to egress.allowPorts");
        }
    }

    /**
     * Those of the addresses that requests may go to.
     *
     * @throws EgressRefusedException if there is none
     */
    List<InetAddress> allowed(String host, InetAddress[] addresses) {
        List<InetAddress> fit = Arrays.stream(addresses).filter(this::allows).toList();
        if (fit.isEmpty()) {
            throw new EgressRefusedException("host " + host
                    + " has no public address: add its range to the Workspace's egress.allowCIDRs if it is meant");
        }
        return fit;
    }

    boolean allows(InetAddress address) {
        byte[] bytes = unmapped(address.getAddress());
        return allows(bytes)
                && (bytes.length == 4 || EmbeddedAddresses.of(bytes).stream().allMatch(this::allows));
    }

    private boolean allows(byte[] bytes) {
        if (MetadataAddresses.contain(bytes)) {
            return namedMetadata.stream().anyMatch(range -> range.contains(bytes));
        }
        if (allowed.stream().anyMatch(range -> range.contains(bytes))) {
            return true;
        }
        return PublicAddresses.contain(bytes);
    }

    /** An IPv4 address in IPv6's clothes (::ffff:a.b.c.d) is an IPv4 address; the JDK undresses most of them. */
    private static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16
                && Arrays.equals(address, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }
}
