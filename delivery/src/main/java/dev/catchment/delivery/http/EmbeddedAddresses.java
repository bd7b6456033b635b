package dev.catchment.delivery.http;

import dev.catchment.contract.AddressRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** IPv4 addresses that IPv6 addresses carry: a translator, a relay or a tunnel may take a packet on to them. */
final class EmbeddedAddresses {
    /** {@code ::a.b.c.d} and {@code ::ffff:a.b.c.d}. */
    private static final AddressRange COMPATIBLE_AND_MAPPED = AddressRange.parse("::/80");

    private static final AddressRange TRANSLATED = AddressRange.parse("::ffff:0:0:0/96");
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange LOCAL_NAT64 = AddressRange.parse("64:ff9b:1::/48");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange TEREDO = AddressRange.parse("2001::/32");

    private EmbeddedAddresses() {}

    /** @param address 16 bytes */
    static List<byte[]> of(byte[] address) {
        List<byte[]> found = new ArrayList<>();
        if (COMPATIBLE_AND_MAPPED.contains(address) || TRANSLATED.contains(address) || NAT64.contains(address)) {
            found.add(at(address, 12));
        }
        if (LOCAL_NAT64.contains(address)) {
            // RFC 6052: by its prefix's length, 48, 56, 64 or 96 bits; the ninth byte is left out.
            found.add(new byte[] {address[6], address[7], address[9], address[10]});
            found.add(new byte[] {address[7], address[9], address[10], address[11]});
            found.add(at(address, 9));
            found.add(at(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            found.add(at(address, 2));
        }
        if (TEREDO.contains(address)) {
            found.add(at(address, 4)); // the server
            found.add(inverted(at(address, 12))); // the client
        }
        boolean isatap =
                (address[8] & 0xFD) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == (byte) 0xFE;
        if (isatap) {
            found.add(at(address, 12));
        }
        found.removeIf(carried -> carried[0] == 0); // 0.0.0.0/8 leads nowhere; ::1, for one, carries no address
        return found;
    }

    private static byte[] at(byte[] address, int from) {
        return Arrays.copyOfRange(address, from, from + 4);
    }

    private static byte[] inverted(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) ~address[i];
        }
        return address;
    }
}
