package dev.catchment.ingest;

import dev.catchment.contract.frame.FrameEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The event log as requests see it: all partitions. */
final class IngestLog implements AutoCloseable {
    /** How long events wait for a frame; a frame under way then has its own time ({@link JetStreamSink#PATIENCE}). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final IntFunction<FrameWriter> opens;
    private volatile List<FrameWriter> writers = List.of();

    /** @param opens makes the writer of a partition */
    IngestLog(IntFunction<FrameWriter> opens) {
        this.opens = opens;
    }

    void open(int partitions) {
        List<FrameWriter> opened = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            opened.add(opens.apply(partition));
        }
        writers = List.copyOf(opened);
    }

    boolean isOpen() {
        return !writers.isEmpty();
    }

    /** Requests that wait for a frame of this partition. */
    int waiting(int partition) {
        return writers.get(partition).waiting();
    }

    /**
     * Stores the events of one request and blocks until it is known how that ended, 10 s at most.
     *
     * @param events at least one
     * @return null if all are stored, else why it is not known
     */
    @Nullable Reason store(List<FrameEvent> events) {
        List<FrameWriter> open = writers;
        if (open.isEmpty()) {
            return Reason.NOT_READY;
        }
        Commit commit = new Commit(events.size(), Thread.currentThread());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        if (open.size() == 1) {
            open.getFirst().submit(new Part(commit, events, deadline));
            return commit.await();
        }
        List<List<FrameEvent>> byPartition = new ArrayList<>(open.size());
        open.forEach(_ -> byPartition.add(new ArrayList<>()));
        for (FrameEvent event : events) {
            byPartition.get(event.userKey().partition(open.size())).add(event);
        }
        for (int partition = 0; partition < open.size(); partition++) {
            if (!byPartition.get(partition).isEmpty()) {
                open.get(partition).submit(new Part(commit, byPartition.get(partition), deadline));
            }
        }
        return commit.await();
    }

    @Override
    public void close() {
        writers.forEach(FrameWriter::close);
    }
}
