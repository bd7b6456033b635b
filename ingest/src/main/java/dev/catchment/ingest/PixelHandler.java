package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tracking pixel: an event in the query, answered with a transparent image that no cache keeps, whatever became of the
 * event. What is refused is counted as for a POST. HEAD only asks about the image and stores nothing.
 */
final class PixelHandler implements Handler {
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "image/gif");
    private static final Header NOT_KEPT =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store, no-cache, must-revalidate, max-age=0");

    private final Acceptance acceptance;
    private final MemoryBudget budget;
    private final Supplier<ClientAddress> addresses;
    private final Kind kind;

    PixelHandler(Acceptance acceptance, MemoryBudget budget, Supplier<ClientAddress> addresses, Kind kind) {
        this.acceptance = acceptance;
        this.budget = budget;
        this.addresses = addresses;
        this.kind = kind;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (request.prologue().method().equals(Method.GET)) {
            take(new Caller(request, addresses, true));
        }
        response.header(TYPE).header(NOT_KEPT);
        Answers.send(request, response, GIF);
    }

    private void take(Caller caller) {
        try (MemoryBudget.Share share = budget.share()) {
            Optional<LiveSource> authorized = acceptance.authorize(caller.basicKey(), caller);
            byte[] body = PixelQuery.body(caller.request().query().rawValue());
            share.grow(body.length);
            acceptance.accept(parse(body, authorized, caller), authorized, caller);
        } catch (Refusal refusal) {
            acceptance.count(refusal);
        }
    }

    private ParsedRequest parse(byte[] body, Optional<LiveSource> authorized, Caller caller) throws Refusal {
        try {
            return RequestParser.single(kind, body);
        } catch (Refusal refusal) {
            throw acceptance.attributed(refusal, authorized, caller);
        }
    }
}
