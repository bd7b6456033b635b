package dev.catchment.ingest;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses as proxies and events write them. No text ever reaches a resolver. */
final class AddressText {
    private static final int LONGEST = 64;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** Such as {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]:4711}. */
    static Optional<InetAddress> parse(String written) {
        String text = literal(written.strip());
        boolean v6 = text.indexOf(':') >= 0;
        if (text.length() > LONGEST || (!v6 && !isDottedQuad(text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String literal(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : withoutZone(text.substring(1, end));
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && colon == text.lastIndexOf(':');
        return port ? text.substring(0, colon) : withoutZone(text);
    }

    private static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** The JDK takes {@code 10.1} for 10.0.0.1 too. */
    private static boolean isDottedQuad(String text) {
        return text.chars().filter(c -> c == '.').count() == 3 && text.chars().allMatch(c -> c == '.' || isDigit(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** IPv6 as RFC 5952 writes it: lower case, the longest run of zeros left out, no zone. */
    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int gap = 0;
        int gapLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int length = 0;
            while (start + length < GROUPS && group(bytes, start + length) == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = start;
                gapLength = length;
            }
        }
        StringBuilder text = new StringBuilder(40);
        for (int i = 0; i < GROUPS; i++) {
            if (gapLength > 1 && i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int group) {
        return (bytes[2 * group] & 0xFF) << 8 | (bytes[2 * group + 1] & 0xFF);
    }
}
