package dev.catchment.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bodies of answers. An error says the same thing under {@code message} and {@code error}: the SDKs of Python and
 * Java read the one, that of Ruby the other, and each takes an answer without it for a broken connection.
 */
final class Answers {
    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    /** Seconds from now, as analytics.js reads it. */
    private static final HeaderName RATE_LIMIT_RESET = HeaderNames.create("X-RateLimit-Reset");

    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.US_ASCII);

    private Answers() {}

    static void stored(ServerResponse response, List<Rejection> rejected) {
        response.header(JSON);
        if (rejected.isEmpty()) {
            response.send(SUCCESS);
        } else {
            response.send(bytes(
                    JsonNodeFactory.instance.objectNode().put("success", true).set("rejected", list(rejected))));
        }
    }

    /** The request itself is refused, whatever its method. */
    static void refused(ServerRequest request, ServerResponse response, Refusal refusal) {
        head(response, refusal);
        send(request, response, bytes(error(refusal.reason(), refusal.text())));
    }

    /** HEAD is told about the bytes and does not get them: the server would write what it is given. */
    static void send(ServerRequest request, ServerResponse response, byte[] bytes) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    /** No event of the request is taken. */
    static void refused(ServerResponse response, Refusal refusal, List<Rejection> rejected) {
        ObjectNode body = error(refusal.reason(), refusal.text());
        if (!rejected.isEmpty()) {
            body.set("rejected", list(rejected));
        }
        head(response, refusal);
        response.send(bytes(body));
    }

    private static void head(ServerResponse response, Refusal refusal) {
        response.status(refusal.reason().status()).header(JSON);
        if (refusal.retryAfterSeconds() > 0) {
            response.header(HeaderNames.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
            if (refusal.reason().status() == Status.TOO_MANY_REQUESTS_429.code()) {
                response.header(RATE_LIMIT_RESET, Integer.toString(refusal.retryAfterSeconds()));
            }
        }
        if (refusal.reason().endsConnection()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    static byte[] errorBytes(Reason reason, String message) {
        return bytes(error(reason, message));
    }

    private static ObjectNode error(Reason reason, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("success", false)
                .put("code", reason.wireName())
                .put("message", message)
                .put("error", message);
    }

    private static ArrayNode list(List<Rejection> rejected) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(rejected.size());
        for (Rejection rejection : rejected) {
            list.addObject()
                    .put("index", rejection.index())
                    .put("code", rejection.reason().wireName())
                    .put("message", rejection.message());
        }
        return list;
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
