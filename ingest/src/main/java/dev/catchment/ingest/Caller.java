package dev.catchment.ingest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as its head says. Looks when it is asked: few requests are asked for everything.
 *
 * @param client whether it came to an endpoint that only browsers and apps use: its address is then the user's own
 */
record Caller(ServerRequest request, Supplier<ClientAddress> addresses, boolean client) {

    Optional<String> basicKey() {
        return WriteKeyReader.basic(request);
    }

    Optional<String> queryKey() {
        return WriteKeyReader.query(request);
    }

    /** The origin of the page that sends; null if no page does. */
    @Nullable String origin() {
        return request.headers().contains(HeaderNames.ORIGIN)
                ? request.headers().get(HeaderNames.ORIGIN).get()
                : null;
    }

    String address() {
        return AddressText.of(inetAddress());
    }

    InetAddress inetAddress() {
        return addresses.get().of(request);
    }
}
