package dev.catchment.ingest;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** Makes every connection Helidon's HTTP/1.1, without upgrades, behind this server's limits. */
final class GuardedSelector implements ServerConnectionSelector {
    private final Http1ConnectionSelector http;
    private final Connections connections;
    private final ServerLimits limits;

    GuardedSelector(Http1Config config, Connections connections, ServerLimits limits) {
        this.http = Http1ConnectionSelector.builder().config(config).build();
        this.connections = connections;
        this.limits = limits;
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        GuardedContext guarded = new GuardedContext(context, limits);
        return new GuardedConnection(connections, guarded, http.connection(guarded));
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }
}
