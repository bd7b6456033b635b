package dev.catchment.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where clouds tell a machine its credentials. A wide range never opens these: only a range within them does, because
 * only such a one was written with them in mind.
 */
public final class MetadataAddresses {
    public static final List<AddressRange> RANGES = Stream.of(
                    "169.254.0.0/16", // link-local: AWS, Azure, Google, Oracle, OpenStack and others; ECS and EKS
                    // credentials
                    "168.63.129.16/32", // Azure's platform
                    "100.100.100.200/32", // Alibaba
                    "192.0.0.192/32", // Oracle
                    "fe80::/10", // link-local, with OpenStack's fe80::a9fe:a9fe
                    "fd00:ec2::/32", // AWS
                    "fd20:ce::/32", // Google
                    "fd00:c1::/32", // Oracle
                    "fd00:42::42/128") // Scaleway
            .map(AddressRange::parse)
            .toList();

    private MetadataAddresses() {}

    public static boolean contain(byte[] address) {
        return RANGES.stream().anyMatch(range -> range.contains(address));
    }

    /** Whether the range lies within them, which is how it names them. */
    public static boolean areNamedBy(AddressRange range) {
        return RANGES.stream().anyMatch(metadata -> metadata.contains(range));
    }
}
