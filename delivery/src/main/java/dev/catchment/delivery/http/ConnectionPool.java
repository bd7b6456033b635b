package dev.catchment.delivery.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Idle connections by origin, the latest first. */
final class ConnectionPool {
    private static final int MOST_PER_ORIGIN = 64;
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    /** One that rested longer is looked at before it is used. */
    private static final Duration TRUSTED = Duration.ofMillis(500);

    private final Map<Origin, ArrayDeque<HttpConnection>> idle = new HashMap<>();
    private boolean closed;

    Optional<HttpConnection> take(Origin origin) {
        while (true) {
            HttpConnection connection = poll(origin);
            if (connection == null) {
                return Optional.empty();
            }
            long rested = System.nanoTime() - connection.idleSince();
            if (rested < TRUSTED.toNanos() || (rested < LONGEST_IDLE.toNanos() && connection.quiet())) {
                return Optional.of(connection);
            }
            connection.close();
        }
    }

    private synchronized @Nullable HttpConnection poll(Origin origin) {
        ArrayDeque<HttpConnection> connections = idle.get(origin);
        return connections == null ? null : connections.pollFirst();
    }

    void put(HttpConnection connection) {
        connection.idle(System.nanoTime());
        HttpConnection surplus = add(connection);
        if (surplus != null) {
            surplus.close();
        }
    }

    private synchronized @Nullable HttpConnection add(HttpConnection connection) {
        if (closed) {
            return connection;
        }
        ArrayDeque<HttpConnection> connections = idle.computeIfAbsent(connection.origin(), o -> new ArrayDeque<>());
        connections.addFirst(connection);
        boolean old = System.nanoTime() - connections.getLast().idleSince() > LONGEST_IDLE.toNanos();
        return old || connections.size() > MOST_PER_ORIGIN ? connections.removeLast() : null;
    }

    /** Closes what is idle; what is in use is closed when it comes back. */
    synchronized void close() {
        closed = true;
        idle.values().forEach(connections -> connections.forEach(HttpConnection::close));
        idle.clear();
    }
}
