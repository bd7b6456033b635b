package dev.catchment.broker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the process of a plane waits until its hub is there. A pod may be older than its NATS, and is older than its
 * buckets when a Workspace is new; were it to end each time, Kubernetes would start it again after ever longer pauses, up
 * to five minutes after everything is well. Meanwhile its admin port says that it lives and why it is not ready.
 */
public final class WaitingRoom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpServer server;
    private volatile String reason = "the hub is looked for";
    private boolean closed;

    private WaitingRoom(String host, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/", exchange -> answer(exchange, 404, "there is nothing here yet"));
        server.createContext("/livez", exchange -> answer(exchange, 200, "ok"));
        server.createContext("/readyz", exchange -> answer(exchange, 503, reason));
        server.start();
    }

    /** How a plane is started. */
    public interface Start<P> {
        /**
         * Starts it, or leaves nothing behind.
         *
         * @param beforeListening to be called when the hub is there: it frees the admin port
         * @throws IOException if NATS cannot be reached or the hub in it is not there; the message says what is missing
         * @throws JetStreamApiException likewise
         */
        P start(Runnable beforeListening) throws IOException, JetStreamApiException, InterruptedException;
    }

    /**
     * Tries to start a plane until it succeeds.
     *
     * @param host of the plane's admin port
     * @param port the plane's admin port
     * @throws IOException if somebody else listens on that port
     */
    public static <P> P await(String host, int port, Start<P> start) throws IOException, InterruptedException {
        try (WaitingRoom room = new WaitingRoom(host, port)) {
            while (true) {
                try {
                    return start.start(room::close);
                } catch (IOException | JetStreamApiException e) {
                    room.because(String.valueOf(e.getMessage()));
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void because(String why) {
        if (!why.equals(reason)) {
            reason = why;
            LOG.warn("waits until its hub is there: {}", why);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
        }
    }
}
