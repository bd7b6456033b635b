package dev.catchment.ingest;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;

/**
 * Refuses requests whose end a proxy in front may see elsewhere than this server does, and closes their connection: what
 * follows on it cannot be trusted (RFC 9112, 6.1 and 6.3). Helidon itself takes the first header that it understands.
 * Tells {@link RequestBytes} what follows the head.
 */
final class FramingRules implements Http1ConnectionListener {
    /** As much of a request as the answer depends on. */
    private record Head(ServerRequestHeaders headers) implements DirectHandler.TransportRequest {
        @Override
        public String protocolVersion() {
            return "HTTP/1.1";
        }

        @Override
        public String method() {
            return "";
        }

        @Override
        public String path() {
            return "";
        }
    }

    /** What Helidon makes of a line that begins with a colon. */
    private static final HeaderName NAMELESS = HeaderNames.create("");

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (!(context instanceof GuardedContext guarded)) {
            throw new IllegalStateException("a connection that is not guarded");
        }
        if (headers.contains(NAMELESS)) {
            throw refused(headers, "a header has no name");
        }
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        boolean sized = headers.contains(HeaderNames.CONTENT_LENGTH);
        if (chunked && sized) {
            throw refused(headers, "Content-Length and Transfer-Encoding exclude each other");
        }
        if (chunked) {
            // Helidon looks for this very header, and takes another spelling for no body at all.
            if (!headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
                throw refused(headers, "Transfer-Encoding: only \"chunked\" is understood");
            }
            guarded.bytes().chunkedBody();
        } else if (sized) {
            guarded.bytes().body(length(headers));
        } else {
            guarded.bytes().noBody();
        }
    }

    /** The header's value, or nothing sensible if there are several. */
    private static String only(Headers headers, HeaderName name) {
        Header header = headers.get(name);
        List<String> values = header.allValues();
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static long length(Headers headers) {
        String text = only(headers, HeaderNames.CONTENT_LENGTH);
        // More digits than a long has room for are no length either.
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refused(headers, "Content-Length must be one number");
        }
        return Long.parseLong(text);
    }

    /** @param headers so that a page may read the answer */
    private static RequestException refused(Headers headers, String problem) {
        return RequestException.builder()
                .request(new Head(ServerRequestHeaders.create(headers)))
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(Status.create(Status.BAD_REQUEST_400.code(), problem))
                .setKeepAlive(false)
                .message(problem)
                .build();
    }
}
