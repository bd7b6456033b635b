package dev.catchment.ingest;

import dev.catchment.contract.Kind;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One path of the tracking API: from the request to its answer, on the request's own thread. */
final class TrackingHandler implements Handler {
    /** What a request takes beside its body while it waits to be stored: its thread, and what was read of its events. */
    private static final int REQUEST_BYTES = 4 * 1024;

    private final Acceptance acceptance;
    private final MemoryBudget budget;
    private final Supplier<ClientAddress> addresses;
    private final @Nullable Kind kind;
    private final boolean client;

    /**
     * @param kind what the path says; null: the body is a batch
     * @param client whether only browsers and apps call it
     */
    TrackingHandler(
            Acceptance acceptance,
            MemoryBudget budget,
            Supplier<ClientAddress> addresses,
            @Nullable Kind kind,
            boolean client) {
        this.acceptance = acceptance;
        this.budget = budget;
        this.addresses = addresses;
        this.kind = kind;
        this.client = client;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        try {
            Acceptance.Outcome outcome = handle(request);
            if (outcome.refusal() == null) {
                Answers.stored(response, outcome.rejected());
            } else {
                Answers.refused(response, outcome.refusal(), outcome.rejected());
            }
        } catch (Refusal refusal) {
            acceptance.count(refusal);
            Answers.refused(response, refusal, List.of());
        }
    }

    /** What it holds is given back before the answer is written: a client may be slow to take it. */
    private Acceptance.Outcome handle(ServerRequest request) throws Refusal {
        try (MemoryBudget.Share share = budget.share()) {
            Caller caller = new Caller(request, addresses, client);
            Optional<LiveSource> authorized = acceptance.authorize(caller.basicKey(), caller);
            byte[] body = body(request, share);
            share.grow(REQUEST_BYTES);
            ParsedRequest parsed = parse(body, authorized, caller);
            return acceptance.accept(parsed, authorized, caller);
        }
    }

    private ParsedRequest parse(byte[] body, Optional<LiveSource> authorized, Caller caller) throws Refusal {
        try {
            return kind == null ? RequestParser.batch(body) : RequestParser.single(kind, body);
        } catch (Refusal refusal) {
            throw acceptance.attributed(refusal, authorized, caller);
        }
    }

    /** Helidon's own way converts through a registry of mappers, which costs more than reading the body. */
    private static OptionalLong length(ServerRequestHeaders headers) {
        return headers.first(HeaderNames.CONTENT_LENGTH)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    static byte[] body(ServerRequest request, MemoryBudget.Share share) throws Refusal {
        ServerRequestHeaders headers = request.headers();
        return new BodyReader(share)
                .read(request.content().inputStream(), length(headers), headers.first(HeaderNames.CONTENT_ENCODING));
    }
}
