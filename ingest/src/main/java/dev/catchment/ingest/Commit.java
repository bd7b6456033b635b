package dev.catchment.ingest;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one request waits for: that every frame with one of its events is acknowledged. Once it has failed no frame may
 * take another of its events, and the request is answered only when those under way are settled, so that nothing of it
 * is published after its 503.
 */
final class Commit {
    private final Thread waiting;
    private int events;
    private int frames;
    private @Nullable Reason failure;
    private volatile boolean settled;

    /**
     * @param events of the request, over all partitions
     * @param waiting the thread that will call {@link #await()}
     */
    Commit(int events, Thread waiting) {
        this.events = events;
        this.waiting = waiting;
    }

    /** A frame takes events of this request; false if it may not any more. */
    synchronized boolean enter() {
        if (failure != null) {
            return false;
        }
        frames++;
        return true;
    }

    /** A frame with so many of its events is acknowledged. */
    synchronized void stored(int stored) {
        frames--;
        events -= stored;
        settle();
    }

    /** A frame with some of its events is not known to be stored. */
    synchronized void notStored(Reason reason) {
        frames--;
        fail(reason);
    }

    /** Events of it that no frame took are given up. */
    synchronized void fail(Reason reason) {
        if (failure == null) {
            failure = reason;
        }
        settle();
    }

    private void settle() {
        if (frames == 0 && (events == 0 || failure != null)) {
            settled = true;
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Blocks until all is stored or nothing more will be. Not interruptible: what may be stored has to be answered. Every
     * writer settles what it took within a bounded time.
     *
     * @return null if every event is stored, else why not
     */
    @Nullable Reason await() {
        while (!settled) {
            LockSupport.park(this);
            // An interrupt would turn park into a busy loop; who interrupts wants the request answered, which comes.
            Thread.interrupted();
        }
        synchronized (this) {
            return failure;
        }
    }
}
