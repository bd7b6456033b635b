package dev.catchment.ingest;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One of the {@link Connections}: Helidon's, as long as there is room for it and its client keeps up. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
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
        byte[] body = Answers.errorBytes(Reason.OVERLOADED, "too many connections; send the request again");
        String head = "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: 1\r\n"
                + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
        context.dataWriter()
                .writeNow(BufferData.create(head.getBytes(StandardCharsets.US_ASCII)), BufferData.create(body));
    }

    /** Whether the client is the one that is waited for. */
    boolean waits() {
        return switch (context.bytes().phase()) {
            case IDLE, HEAD, BODY -> true;
            case ANSWER, BROKEN -> false;
        };
    }

    boolean sendsBody() {
        return context.bytes().phase() == RequestBytes.Phase.BODY;
    }

    boolean idle() {
        return context.bytes().phase() == RequestBytes.Phase.IDLE;
    }

    Duration lasts() {
        return context.bytes().lasts();
    }

    boolean overdue() {
        return context.bytes().phase() == RequestBytes.Phase.ANSWER
                && context.bytes().overdue();
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
