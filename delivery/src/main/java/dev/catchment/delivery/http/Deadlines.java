package dev.catchment.delivery.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends blocking exchanges in time: interrupting a virtual thread that reads or writes a socket closes the socket, which
 * also bounds an answer that trickles in byte by byte.
 */
public final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    public Deadlines() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Interrupts this thread when the time is over, unless the watch is closed before. */
    Watch watch(Duration time) {
        Watch watch = new Watch(Thread.currentThread());
        watch.timer = timer.schedule(watch::expire, time.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Runs it again and again, each time in a virtual thread of its own, until what is returned is cancelled. */
    Future<?> every(Duration pause, Runnable task) {
        return timer.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().start(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    static final class Watch implements AutoCloseable {
        private final Thread thread;
        private @Nullable ScheduledFuture<?> timer;
        private boolean expired;
        private boolean closed;

        private Watch(Thread thread) {
            this.thread = thread;
        }

        private synchronized void expire() {
            if (!closed) {
                expired = true;
                thread.interrupt();
            }
        }

        synchronized boolean expired() {
            return expired;
        }

        /** Afterwards the thread is not interrupted by this watch, and no interrupt of it is left over. */
        @Override
        public synchronized void close() {
            closed = true;
            if (timer != null) {
                timer.cancel(false);
            }
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}
