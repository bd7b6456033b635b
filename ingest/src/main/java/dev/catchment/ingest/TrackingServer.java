package dev.catchment.ingest;

import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;

/** The web server of the tracking API, with every limit set that Helidon leaves open. */
final class TrackingServer {
    /** Some bytes more than a body may have, so that a slightly larger one gets its answer on a living connection. */
    private static final long MAX_PAYLOAD = 2L * Limits.BODY_BYTES;

    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_REQUESTS = 4_096;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_PROLOGUE = 8 * 1024;
    private static final int BACKLOG = 1_024;
    /** Of a connection on which nothing arrives, within a request or between two. */
    private static final Duration READ_TIME = Duration.ofSeconds(60);
    /** Longer than a request may wait for the log. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(15);

    private TrackingServer() {}

    /** @param routes what answers a request that is well-formed HTTP */
    static WebServer create(IngestConfig config, Handler routes) {
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(config.host())
                .port(config.httpPort())
                .backlog(BACKLOG)
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxConcurrentRequests(MAX_REQUESTS)
                .maxPayloadSize(MAX_PAYLOAD)
                .idleConnectionTimeout(READ_TIME)
                .idleConnectionPeriod(READ_TIME.dividedBy(2))
                .shutdownGracePeriod(DRAIN_TIME)
                .connectionOptions(options -> options.readTimeout(READ_TIME).tcpNoDelay(true))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MAX_HEADERS)
                        .maxPrologueLength(MAX_PROLOGUE)
                        // Browsers leave brackets and braces in a pixel's query as they are; QueryString copes.
                        .validatePrologue(false)
                        .build())
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .addContentEncoding(new PassedEncoding())
                        .build())
                .directHandlers(HttpErrors.handlers())
                .routing(routing -> routing.addFilter(new Cors())
                        .addFilter(new FramingRules())
                        .any(routes))
                .build();
    }
}
