package dev.catchment.ingest;

import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps whoever only sends what is refused, by mistake or to guess write keys, from taking the time of others: after so
 * many refused requests nothing of that address is looked at for a while. Who is served is not limited here.
 *
 * <p>A trusted proxy that does not say for whom it sends stands for all of its clients, and is let through: one of them
 * must not shut the others out.
 */
final class RefusalLimit implements Filter {
    static final int PER_SECOND = 50;
    static final int BURST = 500;

    /** Not found too: it is an answer about the write key where that stands in the path. */
    private static final Set<Integer> REFUSED =
            Set.of(Status.BAD_REQUEST_400.code(), Status.UNAUTHORIZED_401.code(), Status.NOT_FOUND_404.code());

    private final AddressLimits limits;
    private final Supplier<ClientAddress> addresses;

    RefusalLimit(AddressLimits limits, Supplier<ClientAddress> addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ClientAddress known = addresses.get();
        InetAddress client = known.of(request);
        if (known.trusts(client)) {
            chain.proceed();
            return;
        }
        RateLimit limit = limits.find("", PER_SECOND, client);
        int wait = limit == null ? 0 : limit.toWait();
        if (wait > 0) {
            Answers.refused(
                    response,
                    new Refusal(
                            Reason.TOO_MANY_REQUESTS,
                            "too many requests of this address were refused: correct what it sends; wait " + wait
                                    + " s",
                            wait),
                    List.of());
            return;
        }
        chain.proceed();
        if (REFUSED.contains(response.status().code())) {
            int unused = limits.of("", PER_SECOND, BURST, client).take(1);
        }
    }
}
