package dev.catchment.ingest;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/**
 * What the web server refuses by itself, in the one shape of errors that SDKs can read, and with the statuses that they
 * read rightly: never 413, 501 or 505.
 */
final class HttpErrors implements DirectHandler {
    private HttpErrors() {}

    static DirectHandlers handlers() {
        HttpErrors errors = new HttpErrors();
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, errors);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        Reason reason = reason(status);
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(reason.status()))
                .keepAlive(type.keepAlive())
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .entity(Answers.errorBytes(reason, text(reason, status)));
        Cors.allow(request.headers(), response::header);
        if (reason == Reason.OVERLOADED) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        return response.build();
    }

    private static Reason reason(Status status) {
        return switch (status.code()) {
            case 404, 405 -> Reason.NOT_FOUND;
            // Helidon's answer to more requests at once than it may serve.
            case 503 -> Reason.OVERLOADED;
            case 500 -> Reason.INTERNAL_ERROR;
            default -> Reason.BAD_REQUEST;
        };
    }

    private static String text(Reason reason, Status status) {
        return switch (reason) {
            case NOT_FOUND ->
                "there is nothing here: send events with POST /v1/track, identify, page, screen, group, alias"
                        + " or batch";
            case OVERLOADED -> "too many requests at once; send the request again";
            case INTERNAL_ERROR -> "internal error; send the request again";
            default ->
                status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                        ? "the body is too large: send fewer events at once"
                        : "the HTTP request is malformed: " + status.reasonPhrase();
        };
    }
}
