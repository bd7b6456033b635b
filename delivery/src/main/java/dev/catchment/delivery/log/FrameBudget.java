package dev.catchment.delivery.log;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds what a reader of the log keeps in memory: the bytes of frames with unresolved events, and the number of those
 * events over all sinks. A reader asks before it reads and may overshoot by the frame it then reads.
 */
public final class FrameBudget {
    private final long maxBytes;
    private final int maxEvents;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long bytes;
    private int events;

    public FrameBudget(long maxBytes, int maxEvents) {
        this.maxBytes = maxBytes;
        this.maxEvents = maxEvents;
    }

    /** Waits until there is room; false if there is none within the time. */
    public boolean awaitRoom(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!room() && left > 0) {
                left = released.awaitNanos(left);
            }
            return room();
        } finally {
            lock.unlock();
        }
    }

    /** Frame bytes held now. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    void addBytes(int more) {
        lock.lock();
        try {
            bytes += more;
            if (more < 0) {
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void addEvents(int more) {
        lock.lock();
        try {
            events += more;
            if (more < 0 && events < maxEvents && events - more >= maxEvents) {
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean room() {
        return bytes < maxBytes && events < maxEvents;
    }
}
