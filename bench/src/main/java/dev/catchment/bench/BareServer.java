package dev.catchment.bench;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import java.nio.charset.StandardCharsets;

/** The web server alone: reads the body, stores nothing, answers as ingest does. Argument: the port. */
public final class BareServer {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.US_ASCII);

    private BareServer() {}

    /** Does something with a body, and returns when that is done. */
    interface Sink {
        void take(byte[] body) throws Exception;
    }

    public static void main(String[] arguments) {
        serve(Integer.parseInt(arguments[0]), body -> {});
    }

    static void serve(int port, Sink sink) {
        Handler handler = (request, response) -> {
            sink.take(request.content().as(byte[].class));
            response.header(JSON).send(SUCCESS);
        };
        WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.post("/v1/track", handler).post("/v1/batch", handler))
                .build()
                .start();
    }
}
