package dev.catchment.ingest;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.BooleanSupplier;

/**
 * Lets clients go before the server ends: each answer asks for a new connection, which leads to another instance. A
 * request on a connection that is cut meanwhile would have to be sent again.
 *
 * @param parting whether it is time
 */
record Parting(BooleanSupplier parting) implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (parting.getAsBoolean()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        chain.proceed();
    }
}
