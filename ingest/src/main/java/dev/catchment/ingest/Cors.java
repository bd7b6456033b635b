package dev.catchment.ingest;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Consumer;

/**
 * Lets pages read what they are answered, errors too (Fetch standard, "CORS protocol"). The origin is echoed, since a
 * request with credentials may not be answered with {@code *}. This is the same for every origin, because a preflight
 * carries no write key; which pages may send is said per source, in {@link AllowedOrigins}.
 */
final class Cors implements Filter {
    /** An answer that depends on the origin must not be served to another one from a cache. */
    static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");

    private static final Header CREDENTIALS =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    private static final Header EXPOSED =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
    private static final Header METHODS =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
    /** Named one by one: {@code *} does not cover Authorization, which analytics.js sends. */
    private static final Header HEADERS = HeaderValues.createCached(
            HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, x-retry-count, content-encoding");

    private static final Header MAX_AGE = HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.headers().contains(HeaderNames.ORIGIN)) {
            allow(request.headers(), response::header);
        }
        chain.proceed();
    }

    /** Adds what every answer to a page carries; nothing if the request names no origin. */
    static void allow(Headers request, Consumer<Header> response) {
        request.first(HeaderNames.ORIGIN).ifPresent(origin -> {
            response.accept(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
            response.accept(CREDENTIALS);
            response.accept(EXPOSED);
            response.accept(VARY);
        });
    }

    /** Adds what only the answer to a preflight carries. */
    static void preflight(ServerResponse response) {
        response.header(METHODS).header(HEADERS).header(MAX_AGE);
    }
}
