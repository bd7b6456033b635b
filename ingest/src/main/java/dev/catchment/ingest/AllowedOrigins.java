package dev.catchment.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The web origins whose pages may send to a source: {@code https://shop.example}, or {@code https://*.shop.example} for
 * every host below it. A default port is as good as none, and upper case as lower.
 */
final class AllowedOrigins {
    static final AllowedOrigins ANY = new AllowedOrigins(Set.of(), List.of());
    private static final String WILDCARD = "*";

    private final Set<String> exact;
    private final List<Below> below;

    /** @param suffix the host above with its leading dot, and the port if it is not the default */
    private record Below(String scheme, String suffix) {
        boolean holds(String origin) {
            int end = origin.length() - suffix.length();
            return end > scheme.length()
                    && origin.startsWith(scheme)
                    && origin.endsWith(suffix)
                    && isHost(origin, scheme.length(), end);
        }

        private static boolean isHost(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
                    return false;
                }
            }
            return true;
        }
    }

    private AllowedOrigins(Set<String> exact, List<Below> below) {
        this.exact = exact;
        this.below = below;
    }

    /**
     * @param patterns as in the Source's {@code spec.allowedOrigins}; none: any origin may send
     * @throws IllegalArgumentException if one is no pattern
     */
    static AllowedOrigins of(List<String> patterns) {
        if (patterns.isEmpty()) {
            return ANY;
        }
        Set<String> exact = new HashSet<>();
        List<Below> below = new ArrayList<>();
        for (String pattern : patterns) {
            String origin = normal(pattern);
            int host = origin.indexOf("://") + 3;
            if (host < 3) {
                throw new IllegalArgumentException("no origin: " + pattern);
            }
            if (origin.startsWith(WILDCARD, host)) {
                below.add(new Below(origin.substring(0, host), origin.substring(host + WILDCARD.length())));
            } else {
                exact.add(origin);
            }
        }
        return new AllowedOrigins(exact, below);
    }

    /** @param origin as a browser writes it; {@code null}, which it writes for a page without one, fits no pattern */
    boolean allow(String origin) {
        if (this == ANY) {
            return true;
        }
        String normal = normal(origin);
        return exact.contains(normal) || below.stream().anyMatch(pattern -> pattern.holds(normal));
    }

    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String port = lower.startsWith("https:") ? ":443" : ":80";
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
