package dev.catchment.ingest;

import dev.catchment.ingest.RequestBytes.Phase;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the {@link Connections}: Helidon's, as long as there is room for it and its client keeps up. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedConnection.class);

    private final Connections connections;
    private final GuardedContext context;
    private final ServerConnection http;

    GuardedConnection(Connections connections, GuardedContext context, ServerConnection http) {
        this.connections = connections;
        this.context = context;
        this.http = http;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        if (!connections.admit(this)) {
            refuse();
            return;
        }
        try {
            http.handle(limit);
        } finally {
            connections.remove(this);
        }
    }

    private void refuse() {
        write(
                "429 Too Many Requests\r\nRetry-After: 1",
                Reason.OVERLOADED,
                "too many connections; send the request again");
    }

    /** @param status with further headers */
    private void write(String status, Reason reason, String message) {
        byte[] body = Answers.errorBytes(reason, message);
        String head =
                "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        context.dataWriter()
                .writeNow(BufferData.create(head.getBytes(StandardCharsets.US_ASCII)), BufferData.create(body));
    }

    /** Whether the client is the one that is waited for. */
    boolean waits() {
        return switch (context.bytes().phase()) {
            case IDLE, HEAD, BODY -> true;
            case ANSWER, BROKEN, OVERDUE -> false;
        };
    }

    boolean sendsBody() {
        return context.bytes().phase() == Phase.BODY;
    }

    boolean idle() {
        return context.bytes().phase() == Phase.IDLE;
    }

    Duration lasts() {
        return context.bytes().lasts();
    }

    /**
     * Ends the connection if its client takes too long; with an answer, if it has none yet.
     *
     * @return whether something of a request or of its answer was under way
     */
    boolean endIfOverdue() {
        Phase was = context.bytes().expire();
        if (was == null) {
            return false;
        }
        boolean asked =
                (was == Phase.HEAD || was == Phase.BODY) && !context.bytes().isAnswered();
        if (asked) {
            // In a thread of its own: a client that does not read must not keep the clock from the others.
            Thread.ofVirtual().name("overdue").start(() -> endWithAnswer(was));
        } else {
            abort();
        }
        return was != Phase.IDLE;
    }

    private void endWithAnswer(Phase was) {
        try {
            write(
                    "408 Request Timeout",
                    Reason.REQUEST_TIMEOUT,
                    was == Phase.HEAD
                            ? "the head of the request did not arrive in time"
                            : "the body did not arrive in time");
        } catch (ServerConnectionException e) {
            LOG.atDebug().log("a client that took too long is gone");
        } finally {
            abort();
        }
    }

    /** Ends the connection under whatever its own thread does with it. */
    void abort() {
        context.serverSocket().close();
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
