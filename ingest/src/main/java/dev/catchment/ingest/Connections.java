package dev.catchment.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The open connections of the tracking API. Helidon stops to accept when there are too many, so that whoever holds them
 * shuts everybody else out; here the ones that have waited longest make room for the next one.
 */
final class Connections implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final ServerLimits limits;
    private final AtomicLong dropped = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private final Counter evicted;
    private final Counter overdue;
    private final Thread clock =
            Thread.ofPlatform().name("connections").daemon().unstarted(this::watch);

    Connections(ServerLimits limits, MeterRegistry registry) {
        this.limits = limits;
        Gauge.builder("catchment.ingest.connections", open, Set::size)
                .description("Open connections")
                .register(registry);
        evicted = closed(registry, "evicted");
        overdue = closed(registry, "overdue");
    }

    /** Looks after them from now on. */
    void start() {
        clock.start();
    }

    private static Counter closed(MeterRegistry registry, String reason) {
        return Counter.builder("catchment.ingest.connections.closed")
                .description(
                        "Connections that were closed under a client: to make room (evicted), or because the client"
                                + " did not send its request or take its answer in time (overdue)")
                .tag("reason", reason)
                .register(registry);
    }

    /** Takes a new connection, unless there are too many and all are being served. */
    boolean admit(GuardedConnection connection) {
        open.add(connection);
        if (open.size() > limits.connections() && !makeRoom(connection)) {
            open.remove(connection);
            return false;
        }
        return true;
    }

    void remove(GuardedConnection connection) {
        open.remove(connection);
    }

    /** Closes one in a hundred, since looking at all of them for each new connection would cost too much. */
    private synchronized boolean makeRoom(GuardedConnection newest) {
        if (open.size() <= limits.connections()) {
            return true;
        }
        // An idle client connects again and is none the worse; unless it has just connected, to send a request.
        Duration grace = limits.head().dividedBy(10);
        record Waiting(GuardedConnection connection, boolean idle, Duration lasts) {}
        List<Waiting> longest = open.stream()
                .filter(connection -> connection != newest && connection.waits())
                .map(connection -> {
                    Duration lasts = connection.lasts();
                    return new Waiting(connection, connection.idle() && lasts.compareTo(grace) > 0, lasts);
                })
                .sorted(Comparator.comparing(Waiting::idle)
                        .thenComparing(Waiting::lasts)
                        .reversed())
                .limit(1 + limits.connections() / 100)
                .toList();
        longest.forEach(waiting -> evict(waiting.connection()));
        return !longest.isEmpty();
    }

    /**
     * Bodies take up all the memory that there is for them: those that have been on their way for longest make room for the
     * ones that come at a good pace. Looks at most every so often, since that may be asked for with each request.
     */
    void dropSlowBodies() {
        long now = System.nanoTime();
        long last = dropped.get();
        if (now - last < PAUSE_NANOS || !dropped.compareAndSet(last, now)) {
            return;
        }
        Duration grace = limits.head().dividedBy(10);
        open.stream()
                .filter(GuardedConnection::sendsBody)
                .filter(connection -> connection.lasts().compareTo(grace) > 0)
                .sorted(Comparator.comparing(GuardedConnection::lasts).reversed())
                .limit(1 + limits.connections() / 100)
                .toList()
                .forEach(this::evict);
    }

    private void evict(GuardedConnection connection) {
        open.remove(connection);
        connection.abort();
        evicted.increment();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(limits.look());
                closeOverdue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeOverdue() {
        for (GuardedConnection connection : open) {
            if (connection.endIfOverdue()) {
                overdue.increment();
            }
        }
    }

    @Override
    public void close() {
        clock.interrupt();
    }
}
