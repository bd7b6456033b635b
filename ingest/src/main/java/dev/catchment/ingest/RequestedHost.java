package dev.catchment.ingest;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Under which name a client reached this server: the Host it asked for or, behind a trusted proxy, what the proxy was
 * asked for.
 *
 * @param name host name or address, with the port if the client named one
 * @param secure whether the client spoke TLS
 * @param own whether the name is that of the request itself, so that a cache before this server knows it
 */
record RequestedHost(String name, boolean secure, boolean own) {
    private static final HeaderName FORWARDED_HOST = HeaderNames.X_FORWARDED_HOST;
    private static final HeaderName FORWARDED_PROTO = HeaderNames.X_FORWARDED_PROTO;
    private static final int LONGEST = 255;
    private static final int MAX_PORT = 0xFFFF;

    /** @throws Refusal if the client named no host that can be named back */
    static RequestedHost of(ServerRequest request, ClientAddress addresses) throws Refusal {
        String asked = request.headers()
                .first(HeaderNames.HOST)
                .filter(RequestedHost::isHost)
                .orElseThrow(() -> new Refusal(Reason.BAD_REQUEST, "Host: names no host"));
        if (!addresses.trustsPeer(request)) {
            return new RequestedHost(asked, request.isSecure(), true);
        }
        String name =
                last(request, FORWARDED_HOST).filter(RequestedHost::isHost).orElse(asked);
        boolean secure = last(request, FORWARDED_PROTO)
                .map(proto -> proto.equalsIgnoreCase("https"))
                .orElse(request.isSecure());
        return new RequestedHost(name, secure, name.equalsIgnoreCase(asked));
    }

    /** What the nearest proxy wrote; what stands before it may be the client's own invention. */
    private static Optional<String> last(ServerRequest request, HeaderName name) {
        if (!request.headers().contains(name)) {
            return Optional.empty();
        }
        String values = request.headers().get(name).allValues().getLast();
        return Optional.of(values.substring(values.lastIndexOf(',') + 1).strip());
    }

    /** Whether it is a name, an IPv4 address or an IPv6 address in brackets, with or without a port. */
    static boolean isHost(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        int end = text.startsWith("[")
                ? text.indexOf(']') + 1
                : text.indexOf(':') < 0 ? text.length() : text.indexOf(':');
        return isName(text.substring(0, end)) && (end == text.length() || isPort(text.substring(end)));
    }

    private static boolean isName(String text) {
        if (text.startsWith("[")) {
            return text.indexOf('%') < 0 && AddressText.parse(text).isPresent();
        }
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }

    /** @param text with its colon */
    private static boolean isPort(String text) {
        String digits = text.substring(1);
        return text.startsWith(":")
                && !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) <= MAX_PORT;
    }
}
