package dev.catchment.delivery.http;

import dev.catchment.contract.plan.DeliverySettings.Egress;
import dev.catchment.mapping.OutgoingRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes requests over HTTP/1.1. Blocks its virtual thread until the answer is there or the deadline has passed; follows
 * no redirect, uses no proxy, and dials only addresses that the {@link EgressGuard} allows.
 *
 * <p>Written for this one purpose: of the clients at hand, one lets nobody check the address that it dials, the other
 * sometimes lost the first byte of an answer on a connection it used again, which sends events twice.
 */
public final class Outbound {
    /** Bytes of an answer's body that are kept. */
    public static final int MAX_ANSWER = 64 * 1024;

    private final Dialer dialer;
    private final Deadlines deadlines;
    private final Clock clock;
    private final ConnectionPool pool = new ConnectionPool();

    public Outbound(Egress egress, Deadlines deadlines, Clock clock) {
        this(egress, deadlines, clock, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Outbound(Egress egress, Deadlines deadlines, Clock clock, SSLSocketFactory tls) {
        this.dialer = new Dialer(new EgressGuard(egress), tls);
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** @param timeout from here to the last byte of the answer */
    public Answer send(OutgoingRequest request, Duration timeout) throws InterruptedException {
        try (Deadlines.Watch watch = deadlines.watch(timeout)) {
            Answer answer = send(request);
            if (watch.expired()) {
                return answer instanceof Answer.Response
                        ? answer
                        : new Answer.NoAnswer("no answer within " + timeout.toMillis() + " ms");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return answer;
        }
    }

    private Answer send(OutgoingRequest request) {
        Origin origin;
        try {
            origin = Origin.of(request.url());
        } catch (IllegalArgumentException e) {
            return new Answer.Unreachable("the URL cannot be used: " + e.getMessage());
        }
        Optional<HttpConnection> rested = pool.take(origin);
        if (rested.isPresent()) {
            try {
                return exchange(rested.get(), request);
            } catch (IOException e) {
                if (rested.get().answering() || Thread.currentThread().isInterrupted()) {
                    return new Answer.NoAnswer(String.valueOf(e.getMessage()));
                }
                // Closed by the other side while it rested; not the destination's failure, so another one at once.
            }
        }
        HttpConnection fresh;
        try {
            fresh = new HttpConnection(dialer.dial(origin), origin, clock);
        } catch (IOException | RuntimeException e) {
            return new Answer.Unreachable(describe(e, origin));
        }
        try {
            return exchange(fresh, request);
        } catch (IOException e) {
            return new Answer.NoAnswer(String.valueOf(e.getMessage()));
        }
    }

    private Answer exchange(HttpConnection connection, OutgoingRequest request) throws IOException {
        boolean reusable = false;
        try {
            HttpAnswer answer = connection.exchange(request);
            reusable = answer.reusable();
            return answer.response();
        } finally {
            if (reusable) {
                pool.put(connection);
            } else {
                connection.close();
            }
        }
    }

    /** Closes idle connections; requests under way end in peace. */
    public void close() {
        pool.close();
    }

    private static String describe(Exception e, Origin origin) {
        return switch (e) {
            case EgressRefusedException refused -> String.valueOf(refused.getMessage());
            case UnknownHostException unknown -> "unknown host " + origin.host();
            case SSLException tls -> "TLS: " + tls.getMessage();
            case SocketTimeoutException slow -> "no connection to " + origin.authority() + " in time";
            default -> "no connection to " + origin.authority() + ": " + e.getMessage();
        };
    }
}
