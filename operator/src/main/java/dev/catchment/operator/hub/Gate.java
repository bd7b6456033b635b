package dev.catchment.operator.hub;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Open while every informer knows all there is. The controllers start side by side, each as soon as its own informer has
 * synced, and when they stop their informers are empty again while a run may still be under way. Who looks across kinds
 * then takes every Filter for deleted, and the plan lets through what they drop.
 */
public final class Gate {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean open;
    private boolean closed;

    /**
     * Goes through if the gate is open, and keeps whoever closes it waiting until {@link #leave}, which the same thread
     * calls. False: the gate is closed, and there is nothing to leave.
     */
    public boolean enter() {
        lock.readLock().lock();
        if (!open) {
            lock.readLock().unlock();
            return false;
        }
        return true;
    }

    public void leave() {
        lock.readLock().unlock();
    }

    /** Whoever came before is not called again by this. A gate that was closed stays so, and says false. */
    public synchronized boolean open() {
        open = !closed;
        return open;
    }

    /**
     * Lets nobody pass any more and waits for those who have.
     *
     * @return false if somebody still was under way when the time was over
     */
    public boolean close(Duration patience) throws InterruptedException {
        shut();
        boolean alone = lock.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (alone) {
            lock.writeLock().unlock();
        }
        return alone;
    }

    private synchronized void shut() {
        closed = true;
        open = false;
    }
}
