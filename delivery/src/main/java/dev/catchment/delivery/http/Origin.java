package dev.catchment.delivery.http;

import java.net.URI;
import java.util.Locale;

/** Where a connection leads: what two requests must share to share one. */
record Origin(boolean tls, String host, int port) {

    /** @throws IllegalArgumentException if the URL is none that can be requested */
    static Origin of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("it needs http or https and a host");
        }
        boolean tls = scheme.equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        if (port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port);
        }
        return new Origin(tls, withoutLastDot(host.toLowerCase(Locale.ROOT)), port);
    }

    /** The dot that ends a fully qualified name stands in no certificate, and SNI forbids it. */
    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Without the brackets of an IPv6 literal. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As the Host header wants it. */
    String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }
}
