package dev.catchment.operator.hub;

import dev.catchment.operator.CounterRules;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When a status may be written only because its counters changed: each object once per interval, and all of them at a
 * bounded rate, one after the other. An object that must wait is given its time and comes back then; so ten thousand
 * of them that change all the time cost one run each, not a run per change.
 */
public final class CounterPace {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final long every;
    private final long gap;
    private final LongSupplier nanoTime;
    /** When each was last written, the oldest first. */
    private final Map<Key, Long> written = new LinkedHashMap<>();
    /** Those that were told to come back. */
    private final Map<Key, Wait> waits = new LinkedHashMap<>();

    /** When each was last written for a flip, the oldest first. */
    private final Map<Key, Long> flipped = new LinkedHashMap<>();

    private long lastTurn;

    private record Key(String namespace, ResourceKey resource) {}

    /** @param turn whether its place in the queue is its own; else its interval has yet to pass before it gets one */
    private record Wait(long until, boolean turn) {}

    /** @param nanoTime a monotonic clock, in nanoseconds */
    public CounterPace(CounterRules rules, LongSupplier nanoTime) {
        this.every = rules.every().toNanos();
        this.gap = Duration.ofSeconds(1).toNanos() / rules.perSecond();
        this.nanoTime = nanoTime;
        this.lastTurn = nanoTime.getAsLong() - gap;
    }

    /** How long the object has to wait until it may be written, in whole milliseconds; zero: now. */
    public synchronized Duration untilTurn(String namespace, ResourceKey resource) {
        Key key = new Key(namespace, resource);
        long now = nanoTime.getAsLong();
        Wait wait = waits.get(key);
        if (wait == null || (!wait.turn() && wait.until() - now <= 0)) {
            wait = place(key, now);
            waits.put(key, wait);
        }
        return Duration.ofMillis(Math.ceilDiv(Math.max(0, wait.until() - now), MILLI));
    }

    private Wait place(Key key, long now) {
        Long last = written.get(key);
        if (last != null && last + every - now > 0) {
            return new Wait(last + every, false);
        }
        lastTurn = lastTurn + gap - now > 0 ? lastTurn + gap : now;
        return new Wait(lastTurn, true);
    }

    /**
     * Whether something that is more than a number may be written at once: true once per interval and object. One that
     * goes back and forth waits for its turn like the counters.
     */
    public synchronized boolean mayFlip(String namespace, ResourceKey resource) {
        Key key = new Key(namespace, resource);
        long now = nanoTime.getAsLong();
        Long last = flipped.get(key);
        if (last != null && last + every - now > 0) {
            return false;
        }
        flipped.remove(key);
        flipped.put(key, now);
        return true;
    }

    /** It is written now, counters and all, whoever wanted it. */
    public synchronized void written(String namespace, ResourceKey resource) {
        Key key = new Key(namespace, resource);
        long now = nanoTime.getAsLong();
        waits.remove(key);
        written.remove(key);
        written.put(key, now);
        forgetOld(now);
    }

    /** It has nothing new to say. */
    public synchronized void settled(String namespace, ResourceKey resource) {
        waits.remove(new Key(namespace, resource));
    }

    /** Whether it will come back by itself, so that nobody needs to tell it of another change. */
    public synchronized boolean waits(String namespace, ResourceKey resource) {
        Wait wait = waits.get(new Key(namespace, resource));
        return wait != null && wait.until() - nanoTime.getAsLong() > 0;
    }

    /** How many are to come back for their counters. */
    synchronized int waiting() {
        return waits.size();
    }

    /** Objects that are deleted do not say so here. */
    private void forgetOld(long now) {
        forgetOld(written, now);
        forgetOld(flipped, now);
        waits.values().removeIf(wait -> wait.until() + every - now < 0);
    }

    private void forgetOld(Map<Key, Long> times, long now) {
        Iterator<Long> oldest = times.values().iterator();
        while (oldest.hasNext() && oldest.next() + every - now < 0) {
            oldest.remove();
        }
    }
}
