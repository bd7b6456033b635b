package dev.catchment.bench;

import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Fills a hub's log: at once, at a rate, or just ahead of those who read it. Not for several threads at once. */
final class Feed {
    /** As the ingest aims at. */
    static final int FRAME_BYTES = 512_000;

    private static final int IN_FLIGHT = 8;
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final JetStream stream;
    private final SampleLog log;

    Feed(Hub hub, SampleLog log) throws IOException {
        this.stream = hub.connection().jetStream();
        this.log = log;
    }

    /** Events stored so far. */
    long written() {
        return log.written();
    }

    /** Writes so many events, as fast as the broker stores them. */
    void fill(long events) throws IOException, InterruptedException {
        ArrayDeque<CompletableFuture<PublishAck>> inFlight = new ArrayDeque<>();
        long end = log.written() + events;
        while (log.written() < end) {
            if (inFlight.size() == IN_FLIGHT) {
                await(inFlight.removeFirst());
            }
            inFlight.add(stream.publishAsync(Hub.NAMES.logSubject(0), log.frame(end - log.written())));
        }
        for (CompletableFuture<PublishAck> publish : inFlight) {
            await(publish);
        }
    }

    private static void await(CompletableFuture<PublishAck> publish) throws IOException, InterruptedException {
        try {
            publish.get();
        } catch (ExecutionException e) {
            throw new IOException("the log could not be filled", e.getCause());
        }
    }

    /** A way of feeding that goes on until it is ended. */
    interface Task {
        void run() throws IOException, JetStreamApiException, InterruptedException;
    }

    /** Feeds in a thread of its own, until it is closed. */
    static final class Running implements AutoCloseable {
        private final Thread thread;
        private volatile @Nullable Exception failure;
        private volatile boolean ended;

        Running(Task task) {
            thread = Thread.ofPlatform().name("feed").start(() -> {
                try {
                    task.run();
                } catch (IOException | JetStreamApiException | InterruptedException | RuntimeException e) {
                    // An interrupt may come out as any of them.
                    failure = ended ? null : e;
                }
            });
        }

        @Override
        public void close() throws IOException {
            ended = true;
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new IOException("the log could not be fed", failure);
            }
        }
    }

    /**
     * Keeps the log this many events ahead of its reader: whoever reads as fast as he can always has something to read,
     * and is always near the head.
     *
     * @param done events that the reader has done with, of all that were written from now on
     */
    Running ahead(int events, LongSupplier done) {
        long start = log.written() - done.getAsLong();
        return new Running(() -> {
            while (true) {
                if (log.written() - start - done.getAsLong() < events) {
                    stream.publish(Hub.NAMES.logSubject(0), log.frame(Long.MAX_VALUE));
                } else {
                    Thread.sleep(LOOK);
                }
            }
        });
    }

    /** Writes events at a fixed rate, so many frames per second. */
    Running atRate(int eventsPerSecond, int framesPerSecond) {
        long start = System.nanoTime();
        long first = log.written();
        return new Running(() -> {
            while (true) {
                long due = first + (long) ((System.nanoTime() - start) / SECOND * eventsPerSecond);
                if (due > log.written()) {
                    stream.publish(Hub.NAMES.logSubject(0), log.frame(due - log.written()));
                }
                Thread.sleep(Duration.ofSeconds(1).dividedBy(framesPerSecond));
            }
        });
    }
}
