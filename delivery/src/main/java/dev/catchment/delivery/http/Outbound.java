package dev.catchment.delivery.http;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * Makes requests over HTTP/1.1. Blocks its virtual thread until the answer is there or the deadline has passed; follows
 * no redirect, uses no proxy, and dials only addresses that the {@link EgressGuard} allows.
 *
 * <p>Built on the connections of Apache HttpClient, without its chain of handlers: nothing here repeats a request,
 * follows a redirect, keeps a cookie, answers a challenge or decompresses. The one repetition is ours: a request whose
 * connection had been resting, and turns out to be closed before any byte of an answer, goes out again at once.
 */
public final class Outbound {
    /** Bytes of an answer's body that are kept. */
    public static final int MAX_ANSWER = 256 * 1024;

    /** Hosts that the pool may know before it is exchanged for a new one: mappings may make hosts of event data. */
    private static final int MOST_HOSTS = 20_000;

    private final EgressGuard guard;
    private final NameResolver names;
    private final SSLContext tls;
    private final Deadlines deadlines;
    private final Clock clock;
    private final Future<?> upkeep;
    private volatile Connections connections;

    public Outbound(Egress egress, Deadlines deadlines, Clock clock) {
        this(egress, deadlines, clock, InetAddress::getAllByName, defaultTls());
    }

    Outbound(Egress egress, Deadlines deadlines, Clock clock, NameResolver names, SSLContext tls) {
        this.guard = new EgressGuard(egress);
        this.names = names;
        this.tls = tls;
        this.deadlines = deadlines;
        this.clock = clock;
        this.connections = new Connections(guard, names, tls);
        this.upkeep = deadlines.every(Connections.LONGEST_IDLE, this::tidy);
    }

    /**
     * @param timeout from here to the last byte of the answer
     * @param maySend asked when the connection is ready, immediately before the first byte of the request
     */
    public Answer send(OutgoingRequest request, Duration timeout, BooleanSupplier maySend) throws InterruptedException {
        try (Deadlines.Watch watch = deadlines.watch(timeout)) {
            Answer answer = send(request, maySend);
            if (watch.expired()) {
                return late(answer, timeout);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return answer;
        }
    }

    private static Answer late(Answer answer, Duration timeout) {
        return switch (answer) {
            case Answer.Unreachable _ -> new Answer.Unreachable("no connection within " + timeout.toMillis() + " ms");
            case Answer.NoAnswer _ -> new Answer.NoAnswer("no answer within " + timeout.toMillis() + " ms");
            case Answer.Response _, Answer.NotSent _ -> answer;
        };
    }

    private Answer send(OutgoingRequest request, BooleanSupplier maySend) {
        Origin origin;
        try {
            origin = Origin.of(request.url());
        } catch (IllegalArgumentException e) {
            return new Answer.Unreachable("the URL cannot be used: " + e.getMessage());
        }
        ClassicHttpRequest head = RequestHead.of(request, origin);
        Connections pool = connections;
        try {
            ConnectionEndpoint endpoint = pool.lease(origin);
            if (endpoint.isConnected()) {
                try {
                    return exchange(pool, endpoint, head, maySend);
                } catch (Exchange.Failed e) {
                    if (e.answering() || Thread.currentThread().isInterrupted()) {
                        return new Answer.NoAnswer(String.valueOf(e.getMessage()));
                    }
                    // Closed by the other side while it rested; not the destination's failure, so another one at once.
                }
                endpoint = unconnected(pool, origin);
            }
            connect(pool, endpoint);
            try {
                return exchange(pool, endpoint, head, maySend);
            } catch (Exchange.Failed e) {
                return new Answer.NoAnswer(String.valueOf(e.getMessage()));
            }
        } catch (IOException | EgressRefusedException e) {
            return new Answer.Unreachable(describe(e, origin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
    }

    /** What rested as long as a connection that was found closed is not trusted either. */
    private static ConnectionEndpoint unconnected(Connections pool, Origin origin)
            throws IOException, InterruptedException {
        ConnectionEndpoint endpoint = pool.lease(origin);
        while (endpoint.isConnected()) {
            pool.discard(endpoint, CloseMode.IMMEDIATE);
            endpoint = pool.lease(origin);
        }
        return endpoint;
    }

    private static void connect(Connections pool, ConnectionEndpoint endpoint) throws IOException {
        boolean connected = false;
        try {
            pool.connect(endpoint);
            connected = true;
        } catch (EgressRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // A name or address that the JDK takes offence at is one destination's fault, not a reason to stop its
            // slot.
            throw new IOException(e.toString(), e);
        } finally {
            if (!connected) {
                pool.discard(endpoint, CloseMode.IMMEDIATE);
            }
        }
    }

    private Answer exchange(
            Connections pool, ConnectionEndpoint endpoint, ClassicHttpRequest head, BooleanSupplier maySend)
            throws Exchange.Failed {
        Duration keep = Duration.ZERO;
        try {
            Exchange.Ended ended = Exchange.run(endpoint, head, maySend, clock);
            keep = ended.keep();
            return ended.answer();
        } finally {
            if (keep.isPositive()) {
                pool.keep(endpoint, keep);
            } else {
                pool.discard(endpoint, CloseMode.IMMEDIATE);
            }
        }
    }

    private void tidy() {
        Connections pool = connections;
        pool.closeIdle(Connections.LONGEST_IDLE);
        if (pool.hosts() > MOST_HOSTS) {
            connections = new Connections(guard, names, tls);
            pool.retire();
        }
    }

    /** Closes idle connections; requests under way end in peace. */
    public void close() {
        upkeep.cancel(false);
        connections.retire();
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static String describe(Exception e, Origin origin) {
        return switch (e) {
            case EgressRefusedException refused -> String.valueOf(refused.getMessage());
            case UnknownHostException _ -> "unknown host " + origin.host();
            case SSLException tls -> "TLS: " + tls.getMessage();
            case SocketTimeoutException _ -> "no connection to " + origin.authority() + " in time";
            default -> "no connection to " + origin.authority() + ": " + e.getMessage();
        };
    }
}
