package dev.catchment.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes frames of ten events, named {@code m0 …}, one user each, at a steady pace, round-robin over partitions. */
final class Load implements AutoCloseable {
    private static final int EVENTS = 10;

    private final TestHub hub;
    private final int partitions;
    private final Duration every;
    private final AtomicInteger written = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Throwable failed;

    private Load(TestHub hub, int partitions, Duration every) {
        this.hub = hub;
        this.partitions = partitions;
        this.every = every;
        thread = Thread.ofVirtual().name("load").start(this::run);
    }

    static Load start(TestHub hub, int partitions, Duration every) {
        return new Load(hub, partitions, every);
    }

    private void run() {
        try {
            while (!stopping) {
                int from = written.get();
                hub.write(from / EVENTS % partitions, "web", TestHub.events("m", from, from + EVENTS));
                written.addAndGet(EVENTS);
                Thread.sleep(every);
            }
        } catch (Exception e) {
            failed = e;
        }
    }

    /** Those of a load's messageIds that went to one of so many partitions. */
    static List<String> of(int partition, int partitions, List<String> ids) {
        return ids.stream()
                .filter(id -> Integer.parseInt(id.substring(1)) / EVENTS % partitions == partition)
                .toList();
    }

    /** Stops, and says how many events were written. */
    int stop() throws InterruptedException {
        stopping = true;
        thread.join();
        if (failed != null) {
            throw new AssertionError("the load ended early", failed);
        }
        return written.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
