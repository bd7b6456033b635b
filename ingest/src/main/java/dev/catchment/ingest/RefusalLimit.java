package dev.catchment.ingest;

import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps whoever only sends what is refused, by mistake or to guess write keys, from taking the time of others: after so
 * many refused requests nothing of that address is looked at for a while. Who is served is not limited here.
 */
final class RefusalLimit implements Filter {
    static final int PER_SECOND = 50;
    static final int BURST = 500;

    /** Not found too: it is an answer about the write key where that stands in the path. */
    private static final Set<Integer> REFUSED =
            Set.of(Status.BAD_REQUEST_400.code(), Status.UNAUTHORIZED_401.code(), Status.NOT_FOUND_404.code());

    private final AddressLimits limits;
    private final Function<ServerRequest, InetAddress> address;

    /** @param address of the client that sends a request */
    RefusalLimit(AddressLimits limits, Function<ServerRequest, InetAddress> address) {
        this.limits = limits;
        this.address = address;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        InetAddress client = address.apply(request);
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
