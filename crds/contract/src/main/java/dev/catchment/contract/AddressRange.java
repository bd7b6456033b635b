package dev.catchment.contract;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

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

    /** Whether every address of the other range is in this one. */
    public boolean contains(AddressRange other) {
        return bits <= other.bits && contains(other.prefix);
    }

    /** The same addresses, written without the bits that do not count: {@code 10.1.2.3/8} is {@code 10.0.0.0/8}. */
    public AddressRange masked() {
        byte[] kept = prefix.clone();
        for (int i = 0; i < kept.length; i++) {
            int left = Math.clamp(bits - 8L * i, 0, 8);
            kept[i] &= (byte) (0xFF << (8 - left));
        }
        return new AddressRange(kept, bits);
    }

    /** What both hold: two ranges either lie one in the other or apart. */
    public Optional<AddressRange> intersection(AddressRange other) {
        return contains(other) ? Optional.of(other) : other.contains(this) ? Optional.of(this) : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("neither 4 nor 16 bytes", e);
        }
    }
}
