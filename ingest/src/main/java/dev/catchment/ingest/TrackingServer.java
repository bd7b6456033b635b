package dev.catchment.ingest;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;

/** The web server of the tracking API, with every limit set that Helidon leaves open. */
final class TrackingServer {
    /** Beyond those that {@link Connections} keeps, so that it is asked about every one. */
    private static final int CONNECTIONS_TO_SPARE = 1_024;

    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_PROLOGUE = 8 * 1024;
    private static final int BACKLOG = 1_024;
    /** Longer than a request may wait for the log. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(15);

    private TrackingServer() {}

    /** @param routes what answers a request that is well-formed HTTP */
    static WebServer create(
            IngestConfig config,
            ServerLimits limits,
            Connections connections,
            RefusalLimit refusals,
            Parting parting,
            Handler routes) {
        Http1Config http = Http1Config.builder()
                .maxHeadersSize(MAX_HEADERS)
                .maxPrologueLength(MAX_PROLOGUE)
                // Browsers leave brackets and braces in a pixel's query as they are; QueryString copes.
                .validatePrologue(false)
                .addReceiveListener(new FramingRules())
                // They would log what clients send.
                .receiveLog(false)
                .sendLog(false)
                .build();
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(config.host())
                .port(config.httpPort())
                .backlog(BACKLOG)
                .maxTcpConnections(limits.connections() + CONNECTIONS_TO_SPARE)
                .maxPayloadSize(Limits.PAYLOAD_BYTES)
                .shutdownGracePeriod(DRAIN_TIME)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new GuardedSelector(http, connections, limits))
                .contentEncoding(new PassedEncodings())
                .directHandlers(HttpErrors.handlers())
                .routing(routing -> routing.addFilter(parting)
                        .addFilter(new Cors())
                        .addFilter(refusals)
                        .any(routes))
                .build();
    }
}
