package dev.catchment.ingest;

import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the events of one partition as frames, one at a time; its thread is the only one that publishes to it. */
final class FrameWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);
    /** Beyond this a frame takes no further event; larger ones gain nothing and wait longer. */
    static final int TARGET_BYTES = 512_000;
    /** With room for the message's headers under the broker's 1 MiB. */
    static final int MAX_BYTES = 960 * 1024;

    /** Wakes the thread to look whether it shall end. */
    private static final Part WAKE = new Part(new Commit(0, Thread.currentThread()), List.of(), 0);

    private final FrameSink sink;
    private final Clock clock;
    private final FrameMeters meters;
    private final BlockingQueue<Part> arrived = new LinkedBlockingQueue<>();
    private final FrameBuilder builder = new FrameBuilder(MAX_BYTES);
    private final List<Taken> inFrame = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    /** What a frame left of a part of which it took the first events. */
    private @Nullable Part carried;

    /** Events of one request in the frame that is being built or stored. */
    private record Taken(Commit commit, int events) {}

    FrameWriter(int partition, FrameSink sink, Clock clock, FrameMeters meters) {
        this.sink = sink;
        this.clock = clock;
        this.meters = meters;
        this.thread = Thread.ofPlatform().name("frames-" + partition).start(this::run);
    }

    /** Takes the events over; their commit is settled within the part's deadline plus one frame's time. */
    void submit(Part part) {
        arrived.add(part);
        if (ended) {
            refuseArrived();
        }
    }

    /** Parts that no frame has taken yet. */
    int waiting() {
        return arrived.size();
    }

    /**
     * Frames without a timer: the first event that finds the writer idle goes out at once, alone; whatever arrives while
     * that frame is on its way makes up the next one. Under load frames grow by themselves.
     *
     * <pre>
     *  requests ─submit─▶ [arrived] ─fill─▶ frame n+1 ┄ waits until frame n is settled
     *                         ▲                                │
     *                         └── a part that does not fit ◀───┤ carried: its other events lead frame n+2
     *                                                          ▼
     *                        frame n ─store─▶ sink ──acknowledged──▶ each request in it: stored(k)    → 200
     *                                              ──given up──────▶ each request in it: notStored()  → 503;
     *                                                                its events in queues are skipped by enter()
     * </pre>
     */
    private void run() {
        while (fill()) {
            if (!builder.isEmpty()) {
                store();
            }
        }
        ended = true;
        refuseArrived();
    }

    private void refuseArrived() {
        for (Part part = arrived.poll(); part != null; part = arrived.poll()) {
            part.commit().fail(Reason.NOT_READY);
        }
    }

    /** Blocks until there is something to write; false when there will be nothing more. */
    private boolean fill() {
        Part part = carried != null ? carried : next();
        carried = null;
        while (part != null) {
            add(part);
            if (carried != null || builder.size() >= TARGET_BYTES) {
                return true;
            }
            part = arrived.poll();
        }
        return !closing || !builder.isEmpty();
    }

    private @Nullable Part next() {
        try {
            return closing ? arrived.poll() : arrived.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a frame writer", e);
        }
    }

    private void add(Part part) {
        if (part.isEmpty()) {
            return;
        }
        if (System.nanoTime() - part.deadline() > 0) {
            part.commit().fail(Reason.LOG_UNAVAILABLE);
            return;
        }
        if (!part.commit().enter()) {
            return;
        }
        List<FrameEvent> events = part.events();
        int taken = 0;
        while (taken < events.size() && builder.size() < TARGET_BYTES && builder.add(events.get(taken))) {
            taken++;
        }
        inFrame.add(new Taken(part.commit(), taken));
        if (taken < events.size()) {
            carried = part.after(taken);
        }
    }

    private void store() {
        UUID id = UUID.randomUUID();
        byte[] frame = builder.build(id, clock.instant());
        long started = System.nanoTime();
        try {
            sink.store(id, frame);
            meters.latency().record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
            meters.frames().increment();
            meters.bytes().increment(frame.length);
            inFrame.forEach(taken -> taken.commit().stored(taken.events()));
        } catch (NotStoredException e) {
            fail(e.reason(), e);
        } catch (RuntimeException | Error e) {
            // A defect, or memory that ran out, must not leave requests without an answer, nor the partition without a
            // writer.
            fail(Reason.LOG_UNAVAILABLE, e);
        } finally {
            inFrame.clear();
        }
    }

    private void fail(Reason reason, Throwable cause) {
        meters.failed().increment();
        LOG.atWarn().addKeyValue("requests", inFrame.size()).log("frame not stored: {}", cause.toString());
        inFrame.forEach(taken -> taken.commit().notStored(reason));
    }

    /** Writes what has arrived and ends. What is submitted later is refused. */
    @Override
    public void close() {
        closing = true;
        arrived.add(WAKE);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        sink.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
