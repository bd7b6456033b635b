package dev.catchment.delivery.http;

import dev.catchment.mapping.OutgoingRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Puts a rendered request into the client's form. */
final class RequestHead {
    /** What the connection decides itself. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer");

    private RequestHead() {}

    /** @throws IllegalArgumentException if something in it would begin another header or request */
    static ClassicHttpRequest of(OutgoingRequest request, Origin origin) {
        ClassicHttpRequest head =
                new BasicClassicHttpRequest(oneLine(request.method()), oneLine(target(request.url())));
        head.addHeader(HttpHeaders.HOST, origin.authority());
        boolean agent = false;
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            String name = oneLine(header.getKey());
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                head.addHeader(name, oneLine(header.getValue()));
                agent |= name.equalsIgnoreCase(HttpHeaders.USER_AGENT);
            }
        }
        if (!agent) {
            head.addHeader(HttpHeaders.USER_AGENT, "catchment");
        }
        head.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(request.body().length));
        head.setEntity(new ByteArrayEntity(request.body(), null));
        return head;
    }

    /** Was checked when it was rendered: this is the last look, not the first. */
    private static String oneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line break in a request's head");
        }
        return text;
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
    }
}
