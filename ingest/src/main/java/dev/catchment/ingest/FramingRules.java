package dev.catchment.ingest;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose end a proxy in front may see elsewhere than this server does, and closes their connection: what
 * follows on it cannot be trusted (RFC 9112, 6.1 and 6.3). Helidon itself takes the first header that it understands.
 */
final class FramingRules implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String problem = problem(request.headers());
        if (problem == null) {
            chain.proceed();
        } else {
            response.header(HeaderValues.CONNECTION_CLOSE);
            Answers.refused(response, new Refusal(Reason.BAD_REQUEST, problem), List.of());
            // The header alone only asks the client to close.
            throw new CloseConnectionException(problem);
        }
    }

    private static @Nullable String problem(ServerRequestHeaders headers) {
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        boolean sized = headers.contains(HeaderNames.CONTENT_LENGTH);
        if (chunked && sized) {
            return "Content-Length and Transfer-Encoding exclude each other";
        }
        if (chunked && !only(headers, HeaderNames.TRANSFER_ENCODING).equalsIgnoreCase("chunked")) {
            return "Transfer-Encoding: only chunked is understood";
        }
        return sized && !digits(only(headers, HeaderNames.CONTENT_LENGTH)) ? "Content-Length must be one number" : null;
    }

    /** The header's value, or nothing sensible if there are several. */
    private static String only(ServerRequestHeaders headers, HeaderName name) {
        List<String> values = headers.get(name).allValues();
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
