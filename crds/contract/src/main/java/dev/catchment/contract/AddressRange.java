package dev.catchment.contract;

import java.net.InetAddress;

/** A range of addresses of one family, in CIDR notation. */
public record AddressRange(byte[] prefix, int bits) {

    /** @throws IllegalArgumentException if the text is no CIDR */
    public static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash));
        int width = address.getAddress().length * 8;
        int bits = slash < 0 ? width : Integer.parseInt(cidr.substring(slash + 1));
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("no address range: " + cidr);
        }
        return new AddressRange(address.getAddress(), bits);
    }

    public boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xFF << (8 - rest);
        return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
    }
}
