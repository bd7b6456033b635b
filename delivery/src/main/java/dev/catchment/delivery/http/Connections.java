package dev.catchment.delivery.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Connections and their pool, as Apache HttpClient keeps them; all of them to addresses that the guard allows. */
final class Connections {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    /** One that rested longer is looked at before it is used. */
    private static final TimeValue TRUSTED = TimeValue.ofMilliseconds(500);
    /** Destinations bound their requests; the pool never makes one wait. */
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final Http1Config HEAD = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(128)
            .build();

    private final PoolingHttpClientConnectionManager manager;
    private volatile boolean retired;

    Connections(EgressGuard guard, NameResolver names, SSLContext tls) {
        manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new GuardedNames(guard, names))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls, HostnameVerificationPolicy.BUILTIN, null))
                .setConnectionFactory(_ -> new QuietConnection(HEAD))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setIdleTimeout(Timeout.of(LONGEST_IDLE))
                        .setValidateAfterInactivity(TRUSTED)
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setMaxConnPerRoute(UNBOUNDED)
                .setMaxConnTotal(UNBOUNDED)
                .build();
    }

    /** One that rested, or one that is yet to be connected. */
    ConnectionEndpoint lease(Origin origin) throws IOException, InterruptedException {
        HttpHost host = new HttpHost(origin.tls() ? "https" : "http", origin.bareHost(), origin.port());
        try {
            return manager.lease("", new HttpRoute(host, null, origin.tls()), Timeout.ZERO_MILLISECONDS, null)
                    .get(Timeout.ZERO_MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no connection can be had from the pool", e);
        }
    }

    /** @throws EgressRefusedException if no address or not the port may be dialled */
    void connect(ConnectionEndpoint endpoint) throws IOException {
        manager.connect(endpoint, CONNECT, HttpCoreContext.create());
    }

    /** For the next request, unless these connections are retired. */
    void keep(ConnectionEndpoint endpoint, Duration idle) {
        if (retired) {
            discard(endpoint, CloseMode.GRACEFUL);
        } else {
            manager.release(endpoint, null, TimeValue.of(idle));
        }
    }

    void discard(ConnectionEndpoint endpoint, CloseMode mode) {
        endpoint.close(mode);
        manager.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    }

    /** Hosts of which the pool knows; it forgets none. */
    int hosts() {
        return manager.getRoutes().size();
    }

    void closeIdle(Duration longest) {
        manager.closeIdle(TimeValue.of(longest));
    }

    /** Closes what is idle; what is in use is closed when it comes back. */
    void retire() {
        retired = true;
        closeIdle(Duration.ZERO);
    }
}
