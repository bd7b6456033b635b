package dev.catchment.delivery.lane;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a sink reads, and why: the part of the state machine that all sinks share. One lock guards it and all that a
 * sink adds to it; it is never held while anything is sent or written.
 */
public abstract class LanedSink implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(LanedSink.class);

    protected final ReentrantLock lock = new ReentrantLock();
    /** Signalled whenever something changes that somebody may wait for. */
    protected final Condition wake = lock.newCondition();

    private final String name;
    private final int partition;
    private final LongSupplier ticker;
    private Lane lane = Lane.PARKED;
    private String reason = "starting";
    private @Nullable String lastError;
    private long readyAt;
    private boolean stopping;
    private boolean changed = true;

    /** @param ticker monotonic nanoseconds */
    protected LanedSink(String name, int partition, LongSupplier ticker) {
        this.name = name;
        this.partition = partition;
        this.ticker = ticker;
        this.readyAt = ticker.getAsLong();
    }

    // What a sink adds. Each is called under the lock.

    /** Whether nothing of the former pass is under way any more. */
    protected abstract boolean idle();

    /** Why it must not read at all now, for people; null if it may. */
    protected abstract @Nullable String mustWait();

    /** It leaves the reader in this lane: what was offered and not begun is dropped. */
    protected abstract void dropped(Lane from);

    /** The next pass begins, from the mark. */
    protected abstract void rewound();

    /** It has reached the head. */
    protected void joined() {}

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Lane lane() {
        lock.lock();
        try {
            return lane;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final boolean ready() {
        lock.lock();
        try {
            return lane == Lane.PARKED
                    && idle()
                    && !stopping
                    && mustWait() == null
                    && ticker.getAsLong() - readyAt >= 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final void beginCatchUp() {
        lock.lock();
        try {
            rewound();
            enter(Lane.CATCHING_UP, "catching up");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final void goLive() {
        lock.lock();
        try {
            if (lane == Lane.CATCHING_UP) {
                enter(Lane.LIVE, "");
                joined();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final void park(String why, Duration pause) {
        lock.lock();
        try {
            long until = ticker.getAsLong() + pause.toNanos();
            Lane from = lane;
            readyAt = from == Lane.PARKED && readyAt - until > 0 ? readyAt : until;
            if (from != Lane.PARKED) {
                enter(Lane.PARKED, why);
            }
            dropped(from);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final boolean changed() {
        lock.lock();
        try {
            return changed;
        } finally {
            lock.unlock();
        }
    }

    private void enter(Lane newLane, String why) {
        lane = newLane;
        reason = why;
        changed = true;
        wake.signalAll();
        LOG.atInfo()
                .addKeyValue("sink", name)
                .addKeyValue("partition", partition)
                .log("{} is {}{}", name, newLane.label(), why.isEmpty() ? "" : ": " + why);
    }

    // For sinks; each under the lock.

    protected final boolean in(Lane one) {
        return lane == one;
    }

    /** Whether it still reads. */
    protected final boolean attached() {
        return lane != Lane.PARKED && !stopping;
    }

    protected final boolean stopping() {
        return stopping;
    }

    protected final void beginStopping() {
        stopping = true;
        wake.signalAll();
    }

    protected final void markChanged() {
        changed = true;
    }

    protected final void stored() {
        changed = false;
    }

    protected final void lastError(String error) {
        lastError = error;
        changed = true;
    }

    protected final @Nullable String lastError() {
        return lastError;
    }

    /** It may be taken along at once. */
    protected final void readyNow() {
        readyAt = ticker.getAsLong();
        wake.signalAll();
    }

    /** Why it is not live, for people; empty if it is. */
    protected final String why() {
        String waits = mustWait();
        return lane == Lane.LIVE ? "" : waits == null ? reason : waits;
    }

    /** {@code live}, or the lane and why. */
    protected final String where() {
        return lane == Lane.LIVE ? "live" : lane.label() + ": " + why();
    }
}
