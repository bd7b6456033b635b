package dev.catchment.ingest;

import io.helidon.http.DirectHandler;
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
        return response.build();
    }

    private static Reason reason(Status status) {
        return switch (status.code()) {
            case 404, 405 -> Reason.NOT_FOUND;
            case 500 -> Reason.INTERNAL_ERROR;
            default -> Reason.BAD_REQUEST;
        };
    }

    private static String text(Reason reason, Status status) {
        return switch (reason) {
            case NOT_FOUND ->
                "there is nothing here: send events with POST /v1/track, identify, page, screen, group, alias"
                        + " or batch";
            case INTERNAL_ERROR -> "internal error; send the request again";
            default ->
                switch (status.code()) {
                    case 413 -> "the body is too large: send fewer events at once";
                    case 505 -> "only HTTP/1.1 is understood";
                    default -> "the HTTP request is malformed: " + status.reasonPhrase();
                };
        };
    }
}
