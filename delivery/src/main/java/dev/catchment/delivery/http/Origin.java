package dev.catchment.delivery.http;

import java.net.URI;

/** Where a connection leads: what two requests must share to share one. */
record Origin(boolean tls, String host, int port) {

    /** @throws IllegalArgumentException if the URL is none that can be requested */
    static Origin of(URI url) {
        String scheme = url.getScheme();
        String host = url.getHost();
        if (host == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new IllegalArgumentException("it needs http or https and a host");
        }
        boolean tls = "https".equals(scheme);
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        return new Origin(tls, host, port);
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
