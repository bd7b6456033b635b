package dev.catchment.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the public internet: unicast, less what is private, shared, local, reserved or only documentation
 * (IANA special-purpose registries, RFC 6890 and updates). {@link MetadataAddresses} are to be asked beside it.
 */
public final class PublicAddresses {
    /** Every address of IPv4, of which {@link #NOT_PUBLIC_V4} is to be taken away. */
    public static final AddressRange V4 = AddressRange.parse("0.0.0.0/0");

    public static final List<AddressRange> NOT_PUBLIC_V4 = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10", // CGNAT
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4")
            .map(AddressRange::parse)
            .toList();
    /** Of IPv6, only global unicast is public, less what carries an IPv4 address or belongs to nobody. */
    public static final AddressRange V6 = AddressRange.parse("2000::/3");

    public static final List<AddressRange> NOT_PUBLIC_V6 = Stream.of(
                    "2001::/23", // Teredo, ORCHID, benchmarking
                    "2001:db8::/32",
                    "2002::/16", // 6to4
                    "3fff::/20")
            .map(AddressRange::parse)
            .toList();

    private PublicAddresses() {}

    /** @param address 4 or 16 bytes */
    public static boolean contain(byte[] address) {
        return address.length == 4
                ? NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(address))
                : V6.contains(address) && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(address));
    }
}
